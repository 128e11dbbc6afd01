import { act, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import type { EventPage } from '@/generated/bindings'
import { NodeFailure } from '@/node/failure'
import { FakeNode } from '@/testing/fake-node'
import { axeFaults, renderApp } from '@/testing/render-app'
import { livelyWorld } from '@/testing/seed'

function openEvent(change: (event: EventPage) => void = () => {}, query = '') {
  const world = livelyWorld('en', Date.now())
  world.settings.language = 'en'
  const event = world.events.c0?.[0]
  if (!event) throw new Error('there is an event')
  change(event)
  const node = new FakeNode({ world })
  return { node, event, ...renderApp(`/c/c0/agenda/${event.id}${query}`, node) }
}
const asked = (node: FakeNode, command: string) => node.calls.filter((call) => call.command === command)

test('who comes with others says how many', async () => {
  const { node } = openEvent()
  await userEvent.click(await screen.findByRole('button', { name: 'I am coming' }))
  await userEvent.click(await screen.findByRole('button', { name: /Increase.*How many of you/ }))
  await waitFor(() =>
    expect(asked(node, 'rsvp_set').at(-1)?.input).toMatchObject({ answer: 'yes', party_size: 2 }),
  )
})

test('my answer says who holds it, as what I write does', async () => {
  const { event } = openEvent((one) => {
    one.answers = one.answers.filter((answer) => !answer.mine)
  })
  const mine = await screen.findByRole('region', { name: 'Are you coming?' })
  expect(within(mine).queryByText(/kept here|neighbour/)).toBeNull()
  await userEvent.click(within(mine).getByRole('button', { name: 'I am coming' }))
  expect(await within(mine).findByText('kept here')).toBeVisible()
  expect(await within(mine).findByText('with 2 neighbours', {}, { timeout: 10_000 })).toBeVisible()
  expect(event.answers.filter((answer) => answer.copies !== null)).toHaveLength(1)
})

test('an answer of which it is not known who holds it says nothing of it', async () => {
  openEvent((one) => {
    one.answers = one.answers.map((answer) => ({ ...answer, mine: true, copies: null })).slice(0, 1)
  })
  const mine = await screen.findByRole('region', { name: 'Are you coming?' })
  expect(await within(mine).findByRole('button', { pressed: true })).toBeVisible()
  expect(within(mine).queryByText(/kept here|neighbour/)).toBeNull()
})

test('who finds no seat is told the place on the waiting list and the rule', async () => {
  const { container } = openEvent((event) => {
    event.capacity = 5
  })
  await userEvent.click(await screen.findByRole('button', { name: 'I am coming' }))
  expect(await screen.findByText(/you are number 1 on the waiting list/)).toBeVisible()
  const list = screen.getByRole('region', { name: '1 on the waiting list' })
  expect(list).toHaveTextContent('Seats go by the order of the answers.')
  expect(await axeFaults(container)).toEqual([])
})

test('a helping hand is taken, replaced and given back', async () => {
  const { node } = openEvent()
  await userEvent.click(await screen.findByRole('button', { name: 'I will do it: Set up the tables' }))
  await userEvent.click(await screen.findByRole('button', { name: 'Who can replace me?' }))
  expect(await screen.findByText('seeks a replacement')).toBeVisible()
  await userEvent.click(screen.getByRole('button', { name: 'I cannot after all' }))
  await waitFor(() => expect(asked(node, 'slot_take')).toHaveLength(3))
  expect(asked(node, 'slot_take').map((call) => (call.input as { helping: string }).helping)).toEqual([
    'taken',
    'replace',
    null,
  ])
})

test('one date of a series is moved and the others stay', async () => {
  const { node } = openEvent((event) => {
    event.rrule = 'FREQ=WEEKLY'
    event.start = { local: '2026-12-01T18:00', tz: 'Europe/Paris' }
  }, '?occurrence=20261208T180000')
  await userEvent.click((await screen.findAllByRole('button', { name: 'More actions' }))[0] as HTMLElement)
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Change this date' }))
  const dialog = await screen.findByRole('dialog')
  const place = within(dialog).getByRole('textbox', { name: /Where/ })
  await userEvent.clear(place)
  await userEvent.type(place, 'The library')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }))
  await waitFor(() =>
    expect(asked(node, 'occurrence_edit')[0]?.input).toMatchObject({
      occurrence: '20261208T180000',
      place: 'The library',
      start: { local: '2026-12-08T18:00' },
    }),
  )
  expect(await screen.findByText('The library')).toBeVisible()
})

test('an answer is for one date or for all, as chosen', async () => {
  const { node } = openEvent((event) => {
    event.rrule = 'FREQ=WEEKLY'
  }, '?occurrence=20261208T180000')
  await userEvent.click(await screen.findByRole('radio', { name: 'all dates' }))
  await userEvent.click(screen.getByRole('button', { name: 'Maybe' }))
  await waitFor(() => expect(asked(node, 'rsvp_set')[0]?.input).toMatchObject({ occurrence: null }))
})

test('an event is talked about', async () => {
  const { node } = openEvent()
  await userEvent.type(await screen.findByRole('textbox', { name: 'Your comment' }), 'Who drives?')
  await userEvent.click(screen.getByRole('button', { name: 'Publish the comment' }))
  await waitFor(() => expect(asked(node, 'event_comment')).toHaveLength(1))
  await waitFor(() => expect(screen.getByRole('textbox', { name: 'Your comment' })).toHaveValue(''))
})

test('a comment that the node refuses goes back into the field, with the reason, before what was typed meanwhile', async () => {
  const { node } = openEvent()
  const call = node.call.bind(node)
  const waiting: (() => void)[] = []
  node.call = async (command, input) => {
    if (command !== 'event_comment') return call(command, input)
    await new Promise<void>((go) => waiting.push(go))
    throw new NodeFailure({ code: 'disk_full', message: 'ENOSPC' })
  }
  const field = await screen.findByRole('textbox', { name: 'Your comment' })
  await userEvent.type(field, 'Who drives?')
  await userEvent.click(screen.getByRole('button', { name: 'Publish the comment' }))
  await userEvent.type(screen.getByRole('textbox', { name: 'Your comment' }), 'And back?')
  await waitFor(() => expect(waiting).toHaveLength(1))
  waiting[0]?.()
  expect(await screen.findByRole('alert')).toHaveTextContent('The disk is full, so this was not saved.')
  expect(screen.getByRole('textbox', { name: 'Your comment' })).toHaveValue('Who drives?\nAnd back?')
})

test('a comment that was begun is there again after one left', async () => {
  const { node, event, router } = openEvent()
  await userEvent.type(await screen.findByRole('textbox', { name: 'Your comment' }), 'Who drives')
  await act(() => router.navigate('/c/c0/agenda'))
  await waitFor(() => expect(node.world.drafts.get(`c0/${event.id}`)).toBe('Who drives'))
  await act(() => router.navigate(`/c/c0/agenda/${event.id}`))
  await waitFor(() => expect(screen.getByRole('textbox', { name: 'Your comment' })).toHaveValue('Who drives'))
  await userEvent.click(screen.getByRole('button', { name: 'Publish the comment' }))
  await waitFor(() => expect(asked(node, 'event_comment')).toHaveLength(1))
  await waitFor(() => expect(node.world.drafts.get(`c0/${event.id}`)).toBe(''))
})

test.each([
  [0, 'kept here'],
  [1, 'with 1 neighbour'],
  [4, 'with 4 neighbours'],
])('an event of mine that %i others have says “%s”', async (copies, said) => {
  openEvent((event) => {
    event.editable = true
    event.copies = copies
  })
  const about = (await screen.findByText(/^Organised by/)).closest('div') as HTMLElement
  expect(within(about).getByRole('button', { name: said })).toBeVisible()
})

test('a change of an event that was begun is there again, and says what became of the event meanwhile', async () => {
  const { node, event, router } = openEvent((one) => {
    one.editable = true
  })
  const edit = `/c/c0/agenda/${event.id}/edit`
  await act(() => router.navigate(edit))
  await userEvent.type(await screen.findByRole('textbox', { name: /Where/ }), ' and garden')
  await act(() => router.navigate('/c/c0/agenda'))
  await waitFor(() => expect(node.world.drafts.get(`c0/change/${event.id}`)).toContain(' and garden'))
  for (const one of node.world.events.c0 ?? []) if (one.id === event.id) one.title = 'Another name'
  act(() => node.changed(['event', 'c0', event.id]))
  await act(() => router.navigate(edit))
  await waitFor(() =>
    expect(screen.getByRole('textbox', { name: /Where/ })).toHaveValue(`${event.place} and garden`),
  )
  expect(screen.getByText('We kept what you had begun to write.')).toBeVisible()
  expect(screen.getByText(/changed while you were writing/)).toBeVisible()
  await userEvent.click(screen.getByRole('button', { name: 'Begin again from the new text' }))
  expect(screen.getByRole('textbox', { name: /What is it/ })).toHaveValue('Another name')
  expect(screen.getByRole('textbox', { name: /Where/ })).toHaveValue(event.place)
})

test('a date that was cancelled says that the others take place, and is brought back', async () => {
  const { node } = openEvent((event) => {
    event.rrule = 'FREQ=WEEKLY'
    event.start = { local: '2026-12-01T18:00', tz: 'Europe/Paris' }
    const plain = { start: null, duration_minutes: null, title: null, place: null }
    event.changes = [{ occurrence: '20261208T180000', ...plain, status: 'cancelled' }]
  }, '?occurrence=20261208T180000')
  expect(await screen.findByText(/This date is cancelled/)).toBeVisible()
  await userEvent.click((await screen.findAllByRole('button', { name: 'More actions' }))[0] as HTMLElement)
  expect(screen.queryByRole('menuitem', { name: 'Cancel this date' })).toBeNull()
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Bring this date back' }))
  await waitFor(() => expect(screen.queryByText(/This date is cancelled/)).toBeNull())
  expect(asked(node, 'occurrence_edit')[0]?.input).toMatchObject({ status: 'confirmed' })
})
