import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { FakeNode } from '@/testing/fake-node'
import { renderApp } from '@/testing/render-app'
import { livelyWorld } from '@/testing/seed'

function openRoom(room = 'r0', options: ConstructorParameters<typeof FakeNode>[0] = {}) {
  const world = livelyWorld('en', Date.now())
  world.settings.language = 'en'
  const node = new FakeNode({ world, ...options })
  renderApp(`/c/c0/rooms/${room}`, node)
  return node
}
const asked = (node: FakeNode, command: string) => node.calls.filter((call) => call.command === command)

test('an empty room says hello', async () => {
  const world = livelyWorld('en', Date.now())
  world.settings.language = 'en'
  world.messages.r1 = []
  renderApp('/c/c0/rooms/r1', new FakeNode({ world }))
  expect(await screen.findByText('Say hello')).toBeVisible()
})

test('Enter sends, Shift and Enter begins a new line', async () => {
  const node = openRoom('r1')
  const field = await screen.findByRole('textbox', { name: /Message to/ })
  await userEvent.type(field, 'one{Shift>}{Enter}{/Shift}two')
  expect(asked(node, 'message_write')).toHaveLength(0)
  await userEvent.type(field, '{Enter}')
  await waitFor(() => expect(field).toHaveValue(''))
  expect(asked(node, 'message_write')[0]?.input).toMatchObject({
    room: 'r1',
    text: 'one\ntwo',
    reply_to: null,
  })
  expect(await screen.findByText('kept here')).toBeVisible()
})

test('an empty message is not sent', async () => {
  const node = openRoom('r1')
  await userEvent.type(await screen.findByRole('textbox', { name: /Message to/ }), '   {Enter}')
  expect(asked(node, 'message_write')).toHaveLength(0)
})

test('a message that could not be sent stays in the field', async () => {
  const node = openRoom('r1')
  const field = await screen.findByRole('textbox', { name: /Message to/ })
  await userEvent.type(field, 'precious')
  const call = node.call.bind(node)
  node.call = (command, input) =>
    command === 'message_write' ? Promise.reject({ code: 'read_only', message: '' }) : call(command, input)
  await userEvent.type(field, '{Enter}')
  expect(await screen.findByRole('alert')).toBeVisible()
  expect(field).toHaveValue('precious')
})

/** Lets the node answer a write only when it is told to. */
function holdWrites(node: FakeNode) {
  const waiting: ((refusal?: object) => void)[] = []
  const call = node.call.bind(node)
  node.call = async (command, input) => {
    if (command === 'message_write')
      await new Promise<void>((go, refuse) => waiting.push((refusal) => (refusal ? refuse(refusal) : go())))
    return call(command, input)
  }
  return waiting
}

test('what I write is there before the node has answered, and says so', async () => {
  const node = openRoom('r1')
  const field = await screen.findByRole('textbox', { name: /Message to/ })
  const waiting = holdWrites(node)
  await userEvent.type(field, 'at once{Enter}')
  const row = await screen.findByRole('listitem', { name: /at once/ })
  expect(within(row).getByText('being kept')).toBeInTheDocument()
  expect(field).toHaveValue('')
  await userEvent.type(field, 'and more{Enter}')
  const rows = await screen.findAllByText('being kept')
  expect(rows).toHaveLength(2)
  // One after the other, so that they keep their order.
  expect(waiting).toHaveLength(1)
  waiting[0]?.()
  await waitFor(() => expect(waiting).toHaveLength(2))
  expect(await within(row).findByText('kept here')).toBeVisible()
  waiting[1]?.()
  await waitFor(() => expect(screen.queryByText('being kept')).toBeNull())
  expect(row).toBeInTheDocument()
  expect(screen.getAllByRole('listitem', { name: /at once|and more/ })).toHaveLength(2)
})

test('what the node refuses goes back before what was typed meanwhile', async () => {
  const node = openRoom('r1')
  const field = await screen.findByRole('textbox', { name: /Message to/ })
  const waiting = holdWrites(node)
  await userEvent.type(field, 'precious{Enter}')
  expect(await screen.findByRole('listitem', { name: /precious/ })).toBeInTheDocument()
  await userEvent.type(field, 'next')
  waiting[0]?.({ code: 'read_only', message: '' })
  expect(await screen.findByRole('alert')).toBeVisible()
  expect(field).toHaveValue('precious\nnext')
  expect(screen.queryByRole('listitem', { name: /precious/ })).toBeNull()
  await waitFor(() =>
    expect(asked(node, 'draft_set').at(-1)?.input).toMatchObject({ text: 'precious\nnext' }),
  )
})

test('what somebody else writes appears', async () => {
  const node = openRoom('r1')
  await screen.findByText(/Monday to Thursday/)
  node.arrive('c0', 'r1', 3, 'I have seeds')
  expect(await screen.findByText('I have seeds')).toBeVisible()
})

test('an answer names what it answers', async () => {
  const node = openRoom('r1')
  const row = await screen.findByRole('listitem', { name: /Monday to Thursday/ })
  await userEvent.hover(row)
  await userEvent.click(within(row).getByRole('button', { name: 'Reply' }))
  await userEvent.type(screen.getByRole('textbox', { name: /Message to/ }), 'Thank you{Enter}')
  await waitFor(() => expect(asked(node, 'message_write')).toHaveLength(1))
  expect(asked(node, 'message_write')[0]?.input).toMatchObject({ reply_to: 'r1-m3' })
})

test('deleting asks first', async () => {
  const node = openRoom('r1')
  const field = await screen.findByRole('textbox', { name: /Message to/ })
  await userEvent.type(field, 'oops{Enter}')
  const row = await screen.findByRole('listitem', { name: /oops/ })
  await userEvent.hover(row)
  await userEvent.click(within(row).getByRole('button', { name: 'More actions' }))
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Delete' }))
  expect(asked(node, 'message_delete')).toHaveLength(0)
  await userEvent.click(
    within(await screen.findByRole('alertdialog')).getByRole('button', { name: 'Delete' }),
  )
  await waitFor(() => expect(asked(node, 'message_delete')).toHaveLength(1))
  expect(await screen.findByText('This message was deleted.')).toBeVisible()
})

test('a message of somebody else cannot be changed or deleted', async () => {
  openRoom('r1')
  const row = await screen.findByRole('listitem', { name: /straw left/ })
  await userEvent.hover(row)
  await userEvent.click(within(row).getByRole('button', { name: 'More actions' }))
  expect(await screen.findByRole('menuitem', { name: 'Copy the text' })).toBeVisible()
  expect(screen.queryByRole('menuitem', { name: 'Delete' })).toBeNull()
})

test('a reaction is added and taken away', async () => {
  const node = openRoom('r1')
  const row = await screen.findByRole('listitem', { name: /Monday to Thursday/ })
  await userEvent.hover(row)
  await userEvent.click(within(row).getByRole('button', { name: 'React' }))
  await userEvent.click(await screen.findByRole('button', { name: 'React with 👍' }))
  const mine = await screen.findByRole('button', { name: /👍, 1 person/ })
  expect(mine).toHaveAttribute('aria-pressed', 'true')
  await userEvent.click(mine)
  await waitFor(() => expect(asked(node, 'message_react')).toHaveLength(2))
  expect(asked(node, 'message_react')[1]?.input).toMatchObject({ emoji: '👍', on: false })
})

test('what was begun is kept and comes back', async () => {
  const node = openRoom('r1')
  await userEvent.type(await screen.findByRole('textbox', { name: /Message to/ }), 'begun')
  await waitFor(() =>
    expect(asked(node, 'draft_set').at(-1)?.input).toMatchObject({ place: 'r1', text: 'begun' }),
  )
})

test('the newest message on screen counts as seen', async () => {
  const node = openRoom('r0')
  await waitFor(() => expect(asked(node, 'mark_read')).toHaveLength(1))
  expect(asked(node, 'mark_read')[0]?.input).toMatchObject({ community: 'c0', place: 'r0' })
})

test('a name is completed by keys and called in what is sent', async () => {
  const node = openRoom('r1')
  const field = await screen.findByRole('textbox', { name: /Message to/ })
  await waitFor(() => expect(asked(node, 'members')).not.toHaveLength(0))
  await userEvent.type(field, 'Thanks @lea')
  const offered = await screen.findByRole('listbox', { name: 'Whom do you mean?' })
  expect(within(offered).getByRole('option', { name: 'Léa Martin' })).toHaveAttribute('aria-selected', 'true')
  expect(field).toHaveAttribute('aria-activedescendant')
  // Without a pause: the caret is behind the name at once.
  await userEvent.keyboard('{Enter}for the straw{Enter}')
  await waitFor(() =>
    expect(asked(node, 'message_write')[0]?.input).toMatchObject({
      text: 'Thanks @Léa Martin for the straw',
      mentions: ['p1'],
    }),
  )
  expect(await screen.findByText('@Léa Martin')).toHaveClass('mention')
})

test('Escape closes the names and keeps what was typed', async () => {
  openRoom('r1')
  const field = await screen.findByRole('textbox', { name: /Message to/ })
  await userEvent.type(field, '@')
  await screen.findByRole('listbox')
  await userEvent.keyboard('{Escape}')
  expect(screen.queryByRole('listbox')).toBeNull()
  expect(field).toHaveValue('@')
})

test('a message becomes an event with its words', async () => {
  const node = openRoom('r1')
  const row = await screen.findByRole('listitem', { name: /Monday to Thursday/ })
  await userEvent.hover(row)
  await userEvent.click(within(row).getByRole('button', { name: 'More actions' }))
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Make an event of it' }))
  const title = await screen.findByRole('textbox', { name: /What is it/ })
  expect((title as HTMLInputElement).value.length).toBeGreaterThan(5)
  expect(asked(node, 'event_create')).toHaveLength(0)
})

test('Markdown in a message is shown, HTML never runs', async () => {
  const node = openRoom('r1')
  await screen.findByText(/Monday to Thursday/)
  node.arrive('c0', 'r1', 3, '**Bring** <img src=x onerror=alert(1)>\n- spades\n- water')
  await waitFor(() => expect(document.querySelector('.prose strong')).toHaveTextContent('Bring'))
  expect(document.querySelectorAll('.prose li')).toHaveLength(2)
  expect(document.querySelector('.prose img')).toBeNull()
})

test('what is kept on top leads to its message', async () => {
  const node = openRoom('r0')
  await userEvent.click(await screen.findByRole('button', { name: /1 message kept on top/ }))
  await userEvent.click(await screen.findByRole('button', { name: 'Go there' }))
  await waitFor(() =>
    expect(asked(node, 'messages').some((call) => 'at_ms' in (call.input as object))).toBe(true),
  )
})

test('a moderator keeps a message on top', async () => {
  const node = openRoom('r1')
  const row = await screen.findByRole('listitem', { name: /Monday to Thursday/ })
  await userEvent.hover(row)
  await userEvent.click(within(row).getByRole('button', { name: 'More actions' }))
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Keep on top' }))
  await waitFor(() => expect(asked(node, 'message_pin')[0]?.input).toMatchObject({ pinned: true }))
})

test('a message becomes a topic, is written in, settled and opened again', async () => {
  const node = openRoom('r1')
  const row = await screen.findByRole('listitem', { name: /Monday to Thursday/ })
  await userEvent.hover(row)
  await userEvent.click(within(row).getByRole('button', { name: 'More actions' }))
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Make a topic of it' }))
  const title = await screen.findByRole('textbox', { name: /What is it about/ })
  await userEvent.clear(title)
  await userEvent.type(title, 'The ladder{Enter}')
  expect(await screen.findByRole('heading', { name: 'The ladder' })).toBeVisible()
  await userEvent.type(
    await screen.findByRole('textbox', { name: 'Message to The ladder' }),
    'It is back{Enter}',
  )
  expect(await screen.findByText('It is back')).toBeVisible()
  expect(asked(node, 'message_write')[0]?.input).toMatchObject({
    text: 'It is back',
    topic: expect.any(String),
  })
  await userEvent.click(screen.getByRole('button', { name: 'Mark as settled' }))
  expect(await screen.findByText(/^Settled by/)).toBeVisible()
  await userEvent.click(screen.getByRole('button', { name: 'Open again' }))
  await userEvent.click(screen.getByRole('button', { name: 'Topics' }))
  expect(await screen.findByRole('link', { name: /The ladder.*1 message/ })).toBeVisible()
})

test('a message that was changed tells what it said before', async () => {
  const world = livelyWorld('en', Date.now())
  const said = world.messages.r1?.find((one) => one.text.includes('Monday to Thursday'))
  if (said) said.edited = true
  const node = openRoom('r1', { world })
  const row = await screen.findByRole('listitem', { name: /Monday to Thursday/ })
  await userEvent.hover(row)
  await userEvent.click(within(row).getByRole('button', { name: 'More actions' }))
  await userEvent.click(await screen.findByRole('menuitem', { name: 'What was changed' }))
  const dialog = await screen.findByRole('dialog', { name: 'What was changed' })
  expect(await within(dialog).findAllByRole('listitem')).toHaveLength(2)
  expect(asked(node, 'history')[0]?.input).toMatchObject({ id: said?.id })
})

test('a day is chosen in a calendar, and the room is asked for what was said until then', async () => {
  const node = openRoom('r0')
  await userEvent.click(await screen.findByRole('button', { name: 'Go to a date' }))
  const calendar = await screen.findByRole('application', { name: /Go to a date/ })
  const today = within(calendar).getByRole('button', { name: /^Today/ })
  await userEvent.click(today)
  const end = new Date().setHours(23, 59, 59, 999)
  await waitFor(() => expect(asked(node, 'messages').at(-1)?.input).toMatchObject({ at_ms: end }))
  await waitFor(() => expect(screen.queryByRole('application')).toBeNull())
})
