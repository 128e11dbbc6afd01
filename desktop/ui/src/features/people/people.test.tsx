import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { FakeNode } from '@/testing/fake-node'
import { renderApp } from '@/testing/render-app'
import { livelyWorld } from '@/testing/seed'

function openPeople(change: (world: ReturnType<typeof livelyWorld>) => void = () => {}) {
  const world = livelyWorld('en', Date.now())
  world.settings.language = 'en'
  change(world)
  renderApp('/c/c0/people', new FakeNode({ world }))
  return world
}
const names = () => within(screen.getByRole('list', { name: /Members/ })).queryAllByRole('listitem')

test('who can help is found by what they can do, and the card says it', async () => {
  const world = openPeople()
  const skilled = world.profiles.c0?.find((one) => !one.mine && one.can_help.length > 0)
  const skill = skilled?.can_help[0] ?? ''
  await userEvent.type(await screen.findByRole('searchbox'), skill.toUpperCase())
  await waitFor(() => expect(names().length).toBeLessThan(world.profiles.c0?.length ?? 0))
  expect(names().some((row) => row.textContent?.includes(skilled?.name ?? '?'))).toBe(true)
  expect(names()[0]).toHaveTextContent(skill)
})

test('a skill can be chosen by a press', async () => {
  const world = openPeople()
  const group = await screen.findByRole('group', { name: /can help with/ })
  const first = within(group).getAllByRole('button')[0]
  if (!first) throw new Error('somebody can do something')
  await userEvent.click(first)
  expect(first).toHaveAttribute('aria-pressed', 'true')
  await waitFor(() => expect(names().length).toBeLessThan(world.profiles.c0?.length ?? 0))
})

test('names from right to left, with emoji and very long ones keep their place', async () => {
  openPeople((world) => {
    const [, a, b, c] = world.profiles.c0 ?? []
    if (a && b && c) {
      a.name = 'ليلى بن علي'
      b.name = '👩‍🌾🌱 Zoé'
      c.name = 'W'.repeat(80)
    }
  })
  const name = await screen.findByText('ليلى بن علي')
  expect(name).toHaveAttribute('dir', 'auto')
  expect(screen.getByText('👩‍🌾🌱 Zoé')).toBeVisible()
  expect(screen.getByText('W'.repeat(80))).toHaveClass('truncate')
})

test('a part of my profile can be kept to me, is said to be, and goes back to all', async () => {
  const world = livelyWorld('en', Date.now())
  world.settings.language = 'en'
  const me = world.profiles.c0?.find((one) => one.mine)
  if (!me) throw new Error('I am in my own world')
  me.contact = 'Ring at number 12'
  const node = new FakeNode({ world })
  const { router } = renderApp('/c/c0/people/me/edit', node)
  const toggle = await screen.findByRole('button', { name: 'Only me: How you like to be reached' })
  expect(toggle).toHaveAttribute('aria-pressed', 'false')
  expect(screen.queryByText(/may have noted it before/)).toBeNull()
  toggle.focus()
  await userEvent.keyboard(' ')
  expect(toggle).toHaveAttribute('aria-pressed', 'true')
  expect(screen.getByText(/may have noted it before/)).toBeInTheDocument()
  await userEvent.click(screen.getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(router.state.location.pathname).toBe(`/c/c0/people/${me.person}`))
  expect(node.calls.find((call) => call.command === 'profile_set')?.input).toMatchObject({
    contact: 'Ring at number 12',
    audience: { contact: 'me', about: 'members' },
  })
  expect(await screen.findAllByText('Only you see this')).toHaveLength(1)

  await userEvent.click(screen.getByRole('link', { name: 'Change my profile' }))
  const again = await screen.findByRole('button', { name: 'Only me: How you like to be reached' })
  expect(again).toHaveAttribute('aria-pressed', 'true')
  expect(screen.queryByText(/may have noted it before/)).toBeNull()
  await userEvent.click(again)
  await userEvent.click(screen.getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(screen.queryByText('Only you see this')).toBeNull())
})
