import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { NodeFailure } from '@/node/failure'
import { FakeNode } from '@/testing/fake-node'
import { renderApp } from '@/testing/render-app'
import { livelyWorld } from '@/testing/seed'

function openAgenda(path = '') {
  const world = livelyWorld('en', Date.now())
  world.settings.language = 'en'
  const node = new FakeNode({ world })
  return { node, ...renderApp(`/c/c0/agenda${path}`, node) }
}
const asked = (node: FakeNode, command: string) => node.calls.filter((call) => call.command === command)

test('arrow keys go from day to day, also into the next month', async () => {
  const { router } = openAgenda('?view=month&day=2026-11-30')
  const day = await screen.findByRole('gridcell', { name: /30 November/ })
  day.focus()
  await userEvent.keyboard('{ArrowRight}')
  await waitFor(() => expect(screen.getByRole('gridcell', { name: /1 December/ })).toHaveFocus())
  await userEvent.keyboard('{ArrowDown}')
  await waitFor(() => expect(router.state.location.search).toContain('day=2026-12-08'))
})

test('a chosen day shows what is on and where to add something', async () => {
  openAgenda('?view=month&day=2026-03-10')
  const day = await screen.findByRole('gridcell', { name: /10 March/ })
  await userEvent.click(day)
  expect(await screen.findByText('Nothing is planned on this day.')).toBeVisible()
  expect(screen.getByRole('link', { name: 'Add an event on this day' })).toHaveAttribute(
    'href',
    '/c/c0/agenda/new?day=2026-03-10',
  )
})

test('a rule is asked for in words and sent as RFC 5545', async () => {
  const { node } = openAgenda('/new?day=2026-11-24')
  await userEvent.type(await screen.findByRole('textbox', { name: /What is it/ }), 'Choir')
  await userEvent.click(screen.getByRole('button', { name: /Does it repeat/ }))
  await userEvent.click(await screen.findByRole('option', { name: 'Every week' }))
  await userEvent.click(await screen.findByRole('button', { name: 'Thursday' }))
  await userEvent.click(screen.getByRole('radio', { name: 'A number of times' }))
  expect(await screen.findByText('Every week, on Tuesday and Thursday, 10 times')).toBeVisible()
  await userEvent.click(screen.getByRole('button', { name: 'Publish the event' }))
  await waitFor(() => expect(asked(node, 'event_create')).toHaveLength(1))
  expect(asked(node, 'event_create')[0]?.input).toMatchObject({
    rrule: 'FREQ=WEEKLY;BYDAY=TU,TH;COUNT=10',
    start: { local: '2026-11-24T18:30' },
  })
})

// The form is large: where other work runs beside, finding its parts takes long.
test('a rule that the form does not know is kept as it is', { timeout: 60_000 }, async () => {
  const { node } = openAgenda()
  const rule = 'FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU'
  const event = node.world.events.c0?.find((one) => one.editable)
  if (!event) throw new Error('somebody has an event')
  event.rrule = rule
  renderApp(`/c/c0/agenda/${event.id}/edit`, node)
  expect(await screen.findByRole('textbox', { name: /^Rule/ })).toHaveValue(rule)
  await userEvent.click(screen.getByRole('button', { name: 'Save' }))
  await waitFor(() => expect(asked(node, 'event_edit')[0]?.input).toMatchObject({ rrule: rule }))
})

test('a calendar file is looked into, told about, and taken over only then', async () => {
  const { node } = openAgenda('/import')
  const file = 'BEGIN:VEVENT\nDTSTART:20261201\nSUMMARY:Choir\nBEGIN:VEVENT\nSUMMARY:Lost\n'
  await userEvent.click(await screen.findByRole('textbox', { name: /paste/ }))
  await userEvent.paste(file)
  await userEvent.click(screen.getByRole('button', { name: 'Look inside' }))
  const list = await screen.findByRole('list', { name: 'Events in the file' })
  expect(within(list).getByText('Choir')).toBeVisible()
  expect(within(list).queryByText(/ at /), 'whole days have no hour').toBeNull()
  expect(within(list).getByText('It has no beginning, so it is left out.')).toBeVisible()
  expect(asked(node, 'ics_import')[0]?.input).toMatchObject({ commit: false })
  await userEvent.click(screen.getByRole('button', { name: 'Add them to the agenda' }))
  expect(await screen.findByText('1 event added')).toBeVisible()
  expect(screen.getByText(/1 was left out/)).toBeVisible()
})

test('what a file holds and the agenda does not keep is told, and what is wrong in its own words', async () => {
  openAgenda('/import')
  const file =
    'BEGIN:VEVENT\nDTSTART:20261201\nSUMMARY:Choir\nATTACH:song.pdf\nX-COLOUR:red\nBEGIN:VEVENT\n' +
    'DTSTART;TZID=Mars/Base:20261201T1800\nEND:VEVENT\nBEGIN:VTODO\nEND:VTODO\n'
  await userEvent.click(await screen.findByRole('textbox', { name: /paste/ }))
  await userEvent.paste(file)
  await userEvent.click(screen.getByRole('button', { name: 'Look inside' }))
  const list = await screen.findByRole('list', { name: 'Events in the file' })
  expect(within(list).getByText('Not kept: ATTACH, X-COLOUR. The rest of it is.')).toBeVisible()
  expect(screen.getByText(/holds what the agenda does not keep: VTODO/)).toBeVisible()
  expect(within(list).getByText('Event 2 of the file, without a title')).toBeVisible()
  expect(within(list).getByText('Mars/Base')).toBeVisible()
})

test('a file that is far too large is refused in words before it is read', async () => {
  const { node } = openAgenda('/import')
  const film = new File(['x'], 'film.ics')
  Object.defineProperty(film, 'size', { value: 50_000_000 })
  await screen.findByRole('button', { name: 'Choose a calendar file' })
  const input = document.querySelector<HTMLInputElement>('input[type=file]')
  if (!input) throw new Error('there is a field for files')
  await userEvent.upload(input, film)
  expect(await screen.findByRole('alert')).toHaveTextContent('too long')
  expect(asked(node, 'ics_import')).toHaveLength(0)
})

test('the form says what else is on at the same time', async () => {
  const { node } = openAgenda()
  const event = node.world.events.c0?.find((one) => one.start.local && one.status !== 'cancelled')
  const day = event?.start.local?.slice(0, 10) ?? ''
  if (event) event.start = { local: `${day}T18:45`, tz: 'Europe/Paris' }
  renderApp(`/c/c0/agenda/new?day=${day}`, node)
  const note = await screen.findByRole('note')
  expect(note).toHaveTextContent(event?.title ?? '')
})

test('an event that was begun is there again, and its marks are put by buttons', async () => {
  const { node, router } = openAgenda('/new')
  await userEvent.type(await screen.findByRole('textbox', { name: /What is it/ }), 'Choir')
  const text = screen.getByRole('textbox', { name: /^More about it/ })
  await userEvent.type(text, 'Bring a cake')
  ;(text as HTMLTextAreaElement).setSelectionRange(8, 12)
  await userEvent.click(screen.getByRole('button', { name: 'Bold' }))
  expect(text).toHaveValue('Bring a **cake**')
  await userEvent.click(screen.getByRole('button', { name: 'See how it will look' }))
  await waitFor(() => expect(document.querySelector('.prose strong')).toHaveTextContent('cake'))
  await router.navigate('/c/c0/agenda')
  await waitFor(() => expect(node.world.drafts.get('c0/events')).toContain('Choir'))
  await router.navigate('/c/c0/agenda/new')
  expect(await screen.findByText('We kept what you had begun to write.')).toBeVisible()
  expect(screen.getByRole('textbox', { name: /What is it/ })).toHaveValue('Choir')
  await userEvent.click(screen.getByRole('button', { name: 'Publish the event' }))
  await waitFor(() => expect(asked(node, 'event_create')).toHaveLength(1))
  expect(asked(node, 'event_create')[0]?.input).toMatchObject({ description: 'Bring a **cake**' })
  expect(node.world.drafts.get('c0/events')).toBe('')
})

/** Lets the node call what one command is given wrong. */
function refuse(node: FakeNode, refused: string) {
  const call = node.call.bind(node)
  node.call = (command, input) =>
    command === refused
      ? Promise.reject(new NodeFailure({ code: 'bad_input', message: 'refused' }))
      : call(command, input)
}

test('what is no calendar is called so', async () => {
  const { node } = openAgenda('/import')
  refuse(node, 'ics_import')
  await userEvent.click(await screen.findByRole('textbox', { name: /paste/ }))
  await userEvent.paste('hello')
  await userEvent.click(screen.getByRole('button', { name: 'Look inside' }))
  expect(await screen.findByRole('alert')).toHaveTextContent('This is not a calendar.')
})

test('a rule that is refused says so at its field', async () => {
  const { node } = openAgenda('/new')
  refuse(node, 'event_create')
  await userEvent.type(await screen.findByRole('textbox', { name: /What is it/ }), 'Choir')
  await userEvent.click(screen.getByRole('button', { name: /Does it repeat/ }))
  await userEvent.click(await screen.findByRole('option', { name: /RRULE/ }))
  await userEvent.type(screen.getByRole('textbox', { name: /^Rule/ }), 'FREQ=MOONLY')
  await userEvent.click(screen.getByRole('button', { name: 'Publish the event' }))
  await waitFor(() =>
    expect(screen.getByRole('textbox', { name: /^Rule/ })).toHaveAccessibleDescription(/not understood/),
  )
})
