import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { FakeNode } from '@/testing/fake-node'
import { renderApp } from '@/testing/render-app'
import { emptyWorld } from '@/testing/seed'

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
