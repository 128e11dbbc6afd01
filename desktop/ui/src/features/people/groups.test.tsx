import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { FakeNode } from '@/testing/fake-node'
import { axeFaults, renderApp } from '@/testing/render-app'
import { livelyWorld, type World } from '@/testing/seed'

function openGroups(path = '', change: (world: World) => void = () => {}) {
  const world = livelyWorld('en', Date.now())
  world.settings.language = 'en'
  change(world)
  const node = new FakeNode({ world })
  return { node, world, ...renderApp(`/c/c0/people/groups${path}`, node) }
}

test('a group is joined and left with one press each', async () => {
  const { world } = openGroups()
  await userEvent.click(await screen.findByRole('button', { name: 'Join: Bicycles' }))
  const leave = await screen.findByRole('button', { name: 'Leave: Bicycles' })
  expect(world.groups.c0?.[1]?.people).toContain('p0')
  await userEvent.click(leave)
  expect(await screen.findByRole('button', { name: 'Join: Bicycles' })).toBeVisible()
})

test('without groups one is started, and shows who started it', async () => {
  const { router } = openGroups('', (world) => {
    world.groups.c0 = []
  })
  await userEvent.click(await screen.findByRole('button', { name: 'New group' }))
  const dialog = await screen.findByRole('dialog', { name: 'Start a group' })
  expect(await axeFaults(dialog)).toEqual([])
  await userEvent.click(within(dialog).getByRole('button', { name: 'Start it' }))
  const name = within(dialog).getByRole('textbox', { name: /called/ })
  await waitFor(() => expect(name).toBeInvalid())
  await userEvent.type(name, 'Chess')
  await userEvent.click(within(dialog).getByRole('radio', { name: 'Dice' }))
  await userEvent.click(within(dialog).getByRole('button', { name: 'Start it' }))
  expect(await screen.findByRole('heading', { level: 1, name: '🎲 Chess' })).toBeVisible()
  expect(router.state.location.pathname).toMatch(/\/people\/groups\/g-new/)
  expect(within(screen.getByRole('list', { name: 'Who is in it' })).getAllByRole('listitem')).toHaveLength(1)
})

test('putting a group away asks first, and is undone in one press', async () => {
  const { world } = openGroups('/g2')
  await userEvent.click(await screen.findByRole('button', { name: /More/ }))
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Put away' }))
  const question = await screen.findByRole('alertdialog')
  expect(question).toHaveTextContent('It can be brought back')
  expect(world.groups.c0?.[2]?.archived).toBe(false)
  await userEvent.click(within(question).getByRole('button', { name: 'Put away' }))
  await userEvent.click(await screen.findByRole('button', { name: 'Bring back' }))
  await waitFor(() => expect(screen.queryByText(/This group is put away/)).toBeNull())
  expect(world.groups.c0?.[2]?.archived).toBe(false)
})

test('who neither started a group nor moderates may not change it', async () => {
  openGroups('/g0', (world) => {
    for (const profile of world.profiles.c0 ?? []) if (profile.mine) profile.role = 'member'
  })
  expect(await screen.findByRole('button', { name: 'Leave: Garden' })).toBeVisible()
  expect(screen.queryByRole('button', { name: /More/ })).toBeNull()
})

test('a profile shows its groups, which lead there', async () => {
  const world = livelyWorld('en', Date.now())
  world.settings.language = 'en'
  const { router } = renderApp('/c/c0/people/p4', new FakeNode({ world }))
  await userEvent.click(await screen.findByRole('link', { name: 'Garden' }))
  await waitFor(() => expect(router.state.location.pathname).toBe('/c/c0/people/groups/g0'))
})
