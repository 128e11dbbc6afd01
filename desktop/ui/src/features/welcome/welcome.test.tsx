import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { FakeNode } from '@/testing/fake-node'
import { renderApp } from '@/testing/render-app'
import { emptyWorld, livelyWorld } from '@/testing/seed'

function begin(path: string) {
  const world = emptyWorld()
  world.settings.language = 'en'
  const node = new FakeNode({ world })
  return { node, ...renderApp(path, node) }
}

test('three questions make a community, then the words are shown once and may wait', async () => {
  const { node, router } = begin('/welcome/create')
  await userEvent.type(await screen.findByRole('textbox', { name: /What is it called/ }), 'Lilac Street')
  await userEvent.type(screen.getByRole('textbox', { name: /Who are you/ }), 'Camille')
  await userEvent.click(screen.getByRole('button', { name: 'Create the community' }))
  expect(await screen.findByRole('heading', { name: 'Your recovery words' })).toBeVisible()
  const commands = node.calls.map((call) => call.command)
  expect(commands.indexOf('phrase_new')).toBeLessThan(commands.indexOf('community_create'))
  await userEvent.click(await screen.findByRole('link', { name: 'Later' }))
  await waitFor(() => expect(router.state.location.pathname).toMatch(/^\/c\/.*today$/))
  expect(await screen.findByText(/recovery words are not written down/)).toBeVisible()
})

test('two presses faster than the screen create one community', async () => {
  const { node, router } = begin('/welcome/create')
  await userEvent.type(await screen.findByRole('textbox', { name: /What is it called/ }), 'Lilac Street')
  await userEvent.type(screen.getByRole('textbox', { name: /Who are you/ }), 'Camille')
  const form = screen.getByRole('button', { name: 'Create the community' }).closest('form')
  if (!form) throw new Error('the button stands in a form')
  act(() => {
    fireEvent.submit(form)
    fireEvent.submit(form)
  })
  await waitFor(() => expect(router.state.location.pathname).toBe('/welcome/words'))
  expect(node.calls.filter((call) => call.command === 'phrase_new')).toHaveLength(1)
  expect(node.calls.filter((call) => call.command === 'community_create')).toHaveLength(1)
})

test('a missing answer is asked for beside its field', async () => {
  const { node } = begin('/welcome/create')
  await userEvent.click(await screen.findByRole('button', { name: 'Create the community' }))
  const field = screen.getByRole('textbox', { name: /What is it called/ })
  expect(field).toHaveAccessibleDescription(/Please fill this in/)
  await waitFor(() => expect(field).toHaveFocus())
  expect(node.calls.some((call) => call.command === 'community_create')).toBe(false)
})

test('a link that came along is filled in', async () => {
  begin('/welcome/join#link=allforone%3A%2F%2Fjoin%2Fabc')
  expect(await screen.findByRole('textbox', { name: /Your invitation/ })).toHaveValue('allforone://join/abc')
})

test('a link that is none is told in plain words', async () => {
  begin('/welcome/join')
  await userEvent.type(await screen.findByRole('textbox', { name: /Your invitation/ }), 'nope')
  await userEvent.type(screen.getByRole('textbox', { name: /Who are you/ }), 'Léa')
  await userEvent.click(screen.getByRole('button', { name: 'Join' }))
  expect(await screen.findByRole('alert')).toHaveTextContent('This is not a whole invitation link.')
})

test('a join can be stopped', async () => {
  const { node } = begin('/welcome/join')
  await userEvent.type(
    await screen.findByRole('textbox', { name: /Your invitation/ }),
    'allforone://join/abcdef',
  )
  await userEvent.type(screen.getByRole('textbox', { name: /Who are you/ }), 'Léa')
  await userEvent.click(screen.getByRole('button', { name: 'Join' }))
  await userEvent.click(await screen.findByRole('button', { name: 'Stop joining' }))
  expect(await screen.findByText('You stopped joining')).toBeVisible()
  expect(node.calls.some((call) => call.command === 'join_cancel')).toBe(true)
})

test('an invitation that has run out says so', async () => {
  begin('/welcome/join')
  await userEvent.type(
    await screen.findByRole('textbox', { name: /Your invitation/ }),
    'allforone://join/expired',
  )
  await userEvent.type(screen.getByRole('textbox', { name: /Who are you/ }), 'Léa')
  await userEvent.click(screen.getByRole('button', { name: 'Join' }))
  expect(await screen.findByText('This invitation has run out.', {}, { timeout: 5000 })).toBeVisible()
  expect(screen.getByRole('link', { name: 'Start again' })).toBeVisible()
})

test('words that do not match are told, the right ones are accepted', async () => {
  const { node } = begin('/welcome/words')
  await userEvent.click(await screen.findByRole('button', { name: 'I have written them down' }))
  const fields = screen.getAllByRole('textbox')
  for (const field of fields) await userEvent.type(field, 'wrong')
  await userEvent.click(screen.getByRole('button', { name: 'Check' }))
  expect(await screen.findByRole('alert')).toHaveTextContent('One of the words does not match')
  const { words } = await node.call('phrase_new', { language: 'en' })
  for (const field of screen.getAllByRole('textbox')) {
    const label = (field as HTMLInputElement).labels?.[0]?.textContent ?? ''
    await userEvent.clear(field)
    await userEvent.type(field, words[Number(/\d+/.exec(label)?.[0]) - 1] ?? '')
  }
  await userEvent.click(screen.getByRole('button', { name: 'Check' }))
  expect(await screen.findByRole('heading', { name: 'Your words are safe' })).toBeVisible()
})

test('what a link says is told before one follows it', async () => {
  begin('/welcome/join')
  const field = await screen.findByRole('textbox', { name: /Your invitation/ })
  await userEvent.click(field)
  await userEvent.paste('name: Lilac Street\nlink: allforone://join/aaaaaaaaaaaaaaaaaaaaaaaaaaaa')
  expect(await screen.findByText(/opens the door to Lilac Street/)).toBeVisible()
})

test('an invitation comes from its file, and only its link is followed', async () => {
  const { node } = begin('/welcome/join')
  await screen.findByRole('button', { name: 'Read a picture or a file' })
  const input = document.querySelector<HTMLInputElement>('input[type=file]')
  if (!input) throw new Error('there is a field for files')
  const link = `allforone://join/${'b'.repeat(40)}`
  await userEvent.upload(input, new File([`name: Lilac Street\nlink: ${link}`], 'lilac.allforone'))
  expect(await screen.findByText(/opens the door to Lilac Street/)).toBeVisible()
  await userEvent.type(screen.getByRole('textbox', { name: /Who are you/ }), 'Léa')
  await userEvent.click(screen.getByRole('button', { name: 'Join' }))
  await waitFor(() =>
    expect(node.calls.find((call) => call.command === 'join_start')?.input).toMatchObject({ link }),
  )
})

test('a picture without a square and a huge file say what to do', async () => {
  begin('/welcome/join')
  await screen.findByRole('button', { name: 'Read a picture or a file' })
  const input = document.querySelector<HTMLInputElement>('input[type=file]')
  if (!input) throw new Error('there is a field for files')
  await userEvent.upload(input, new File(['no picture'], 'cat.png', { type: 'image/png' }))
  expect(await screen.findByText(/No square was found/)).toBeVisible()
  const film = new File(['x'], 'film.allforone')
  Object.defineProperty(film, 'size', { value: 50_000_000 })
  await userEvent.upload(input, film)
  expect(await screen.findByText(/too large/)).toBeVisible()
})

test('an example can be tried without any question', async () => {
  const { router } = begin('/welcome')
  await userEvent.click(await screen.findByRole('button', { name: 'Try it with an example' }))
  await waitFor(() => expect(router.state.location.pathname).toMatch(/^\/c\//))
})

const knock = (words: string) => `allforone://join/${words.padEnd(30, 'a')}`

test('what an invitation leads to is asked by a press, before one gives a name', async () => {
  const { node } = begin('/welcome/join')
  await userEvent.click(await screen.findByRole('textbox', { name: /Your invitation/ }))
  await userEvent.paste(knock('open'))
  const look = await screen.findByRole('button', { name: 'See what it leads to' })
  expect(node.calls.some((call) => call.command === 'invite_look')).toBe(false)
  await userEvent.click(look)
  const door = await screen.findByRole('region', { name: 'Behind this door' }, { timeout: 5000 })
  expect(door).toHaveTextContent('Quartier des Lilas')
  expect(door).toHaveTextContent('Neighbourhood · 31 members')
  expect(door).toHaveTextContent('Zoé invites you.')
})

test('where nobody is there, looking can be tried again', async () => {
  const { node } = begin('/welcome/join')
  await userEvent.click(await screen.findByRole('textbox', { name: /Your invitation/ }))
  await userEvent.paste(knock('nobody'))
  await userEvent.click(await screen.findByRole('button', { name: 'See what it leads to' }))
  expect(
    await screen.findByText('Nobody of this community can be reached.', {}, { timeout: 5000 }),
  ).toBeVisible()
  const asked = node.calls.length
  await userEvent.click(screen.getByRole('button', { name: 'See what it leads to' }))
  await waitFor(() => expect(node.calls.length).toBeGreaterThan(asked))
})

test('where a moderator must say yes, one does not come in without a name', async () => {
  begin('/welcome/join')
  await userEvent.click(await screen.findByRole('textbox', { name: /Your invitation/ }))
  await userEvent.paste(knock('approval'))
  await userEvent.click(await screen.findByRole('button', { name: 'See what it leads to' }))
  expect(await screen.findByText(/would like to know your name/, {}, { timeout: 5000 })).toBeVisible()
  expect(screen.queryByRole('button', { name: 'Come in and look around' })).toBeNull()
})

test('who came to look is asked the name at the first word, and the word is written', async () => {
  const world = livelyWorld('en', Date.now())
  world.settings.language = 'en'
  for (const one of world.communities) one.nameless = true
  const node = new FakeNode({ world })
  renderApp('/c/c0/rooms/r0', node)
  expect(await screen.findByText('You are looking around without a name.')).toBeVisible()
  const field = await screen.findByRole('textbox', { name: /Message/ })
  await userEvent.type(field, 'Hello all{Enter}')
  const dialog = await screen.findByRole('dialog', { name: 'Who are you?' })
  await userEvent.type(within(dialog).getByRole('textbox'), 'Ines{Enter}')
  await waitFor(() =>
    expect(world.messages.r0?.at(-1)).toMatchObject({ text: 'Hello all', author_name: 'Ines' }),
  )
  expect(node.calls.find((call) => call.command === 'profile_set')?.input).toMatchObject({ name: 'Ines' })
  await waitFor(() => expect(screen.queryByText('You are looking around without a name.')).toBeNull())
})

test('who would rather not say their name keeps what they wrote', async () => {
  const world = livelyWorld('en', Date.now())
  world.settings.language = 'en'
  for (const one of world.communities) one.nameless = true
  const node = new FakeNode({ world })
  renderApp('/c/c0/rooms/r0', node)
  const field = await screen.findByRole('textbox', { name: /Message/ })
  await userEvent.type(field, 'Hello all{Enter}')
  await screen.findByRole('dialog', { name: 'Who are you?' })
  await userEvent.keyboard('{Escape}')
  expect(await screen.findByText('You have not said who you are yet.')).toBeVisible()
  expect(screen.getByRole('textbox', { name: /Message/ })).toHaveValue('Hello all')
})
