import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test } from 'vitest'
import { FakeNode } from '@/testing/fake-node'
import { renderApp } from '@/testing/render-app'
import { livelyWorld } from '@/testing/seed'

beforeEach(() => localStorage.clear())

function openToday(change: (world: ReturnType<typeof livelyWorld>) => void = () => {}) {
  const world = livelyWorld('en', Date.now())
  world.settings.language = 'en'
  change(world)
  const node = new FakeNode({ world })
  return { node, ...renderApp('/c/c0/today', node) }
}
const asked = (node: FakeNode, command: string) => node.calls.filter((call) => call.command === command)

test('what is new is told line by line and leads there', async () => {
  openToday()
  const news = await screen.findByRole('list', { name: 'Since your last visit' })
  const line = within(news).getByRole('link', { name: /General.*2 new messages/ })
  expect(line).toHaveAttribute('href', '/c/c0/rooms/r0')
})

test('another wording of an event is a quiet line that leads to it', async () => {
  openToday((world) => world.reworded.add('e0'))
  const news = await screen.findByRole('list', { name: 'Since your last visit' })
  const line = within(news).getByRole('link', { name: /The title or description changed/ })
  expect(line).toHaveAttribute('href', '/c/c0/agenda/e0')
})

test('an event is answered where it waits, and then waits no more', async () => {
  const { node } = openToday()
  const list = await screen.findByRole('list', { name: 'Waiting for you' })
  const button = within(list).getAllByRole('button', { name: /^I am coming:/ })[0]
  if (!button) throw new Error('an event waits')
  const before = within(list).getAllByRole('listitem').length
  await userEvent.click(button)
  await waitFor(() => expect(asked(node, 'rsvp_set')[0]?.input).toMatchObject({ answer: 'yes' }))
  await waitFor(() =>
    expect(
      within(screen.getByRole('list', { name: 'Waiting for you' })).getAllByRole('listitem').length,
    ).toBeLessThan(before),
  )
})

test('everything can be marked as seen at once', async () => {
  const { node } = openToday()
  await userEvent.click(await screen.findByRole('button', { name: 'Mark everything as seen' }))
  await waitFor(() => expect(asked(node, 'visit_mark')[0]?.input).toMatchObject({ all_read: true }))
  await waitFor(() => expect(screen.queryByText('Since your last visit')).toBeNull())
})

test('a quiet day is said to be quiet', async () => {
  openToday((world) => {
    world.rooms.c0 = []
    world.boards.c0 = []
    world.events.c0 = []
    world.visited = Date.now()
  })
  expect(await screen.findByText('All quiet')).toBeVisible()
})

test('a short absence keeps what is new, a long one begins a new visit', async () => {
  localStorage.setItem('afo.left.c0', String(Date.now() - 60_000))
  const short = openToday()
  await screen.findByRole('list', { name: 'Since your last visit' })
  expect(asked(short.node, 'visit_mark')).toHaveLength(0)
  short.unmount()
  const left = Date.now() - 3_600_000
  localStorage.setItem('afo.left.c0', String(left))
  const long = openToday()
  await waitFor(() => expect(asked(long.node, 'visit_mark')[0]?.input).toMatchObject({ time_ms: left }))
})
