import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { FakeNode } from '@/testing/fake-node'
import { renderApp } from '@/testing/render-app'
import { livelyWorld } from '@/testing/seed'

function openPath(path: string) {
  const world = livelyWorld('en', Date.now())
  world.settings.language = 'en'
  const node = new FakeNode({ world })
  return { node, ...renderApp(path, node) }
}
const asked = (node: FakeNode, command: string) => node.calls.filter((call) => call.command === command)

test('who knocks is let in by one press', async () => {
  const { node } = openPath('/c/c0/invite')
  await userEvent.click(await screen.findByRole('button', { name: 'Let in Nadia Cohen' }))
  await waitFor(() =>
    expect(asked(node, 'join_answer')[0]?.input).toMatchObject({ person: 'px', admit: true }),
  )
  await waitFor(() => expect(screen.queryByText('Nadia Cohen')).toBeNull())
})

test('an invitation has its sheet for the notice board, with strips to tear off', async () => {
  openPath('/c/c0/invite')
  await userEvent.click(await screen.findByRole('button', { name: 'Create an invitation' }))
  expect(await screen.findByRole('button', { name: 'Print a sheet' })).toBeVisible()
  const strips = document.querySelectorAll('section[aria-hidden] ul li')
  expect(strips).toHaveLength(8)
  for (const strip of strips) expect(strip.querySelector('img')).not.toBeNull()
})

test('a moderator gives another rank, never one as high as their own', async () => {
  const { node } = openPath('/c/c0/people/p3')
  await userEvent.click(await screen.findByRole('button', { name: 'More actions' }))
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Role' }))
  expect(await screen.findByRole('radio', { name: 'Moderator' })).toBeVisible()
  expect(screen.queryByRole('radio', { name: 'Founder' })).toBeNull()
  await userEvent.click(screen.getByRole('radio', { name: 'Moderator' }))
  await userEvent.click(screen.getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(asked(node, 'member_role')[0]?.input).toMatchObject({ role: 'moderator' }))
})

test('nobody removes without being asked', async () => {
  const { node } = openPath('/c/c0/people/p3')
  await userEvent.click(await screen.findByRole('button', { name: 'More actions' }))
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Remove' }))
  expect(asked(node, 'member_remove')).toHaveLength(0)
  await userEvent.click(await screen.findByRole('button', { name: 'Remove' }))
  await waitFor(() => expect(asked(node, 'member_remove')).toHaveLength(1))
})
