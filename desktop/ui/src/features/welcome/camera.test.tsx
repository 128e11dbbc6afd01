import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import { FakeNode } from '@/testing/fake-node'
import { renderApp } from '@/testing/render-app'
import { emptyWorld } from '@/testing/seed'
import { hasCamera, squareIn } from './read-camera'

vi.mock(import('./read-camera'), async (original) => ({ ...(await original()), squareIn: vi.fn() }))

const OPEN = { name: 'Show it to the camera' }

/** Puts a camera into the platform that answers so; returns what its one track was told. */
function camera(answer: 'picture' | string) {
  const stop = vi.fn()
  const getUserMedia = vi.fn(async () => {
    if (answer !== 'picture') throw Object.assign(new Error(answer), { name: answer })
    return { getTracks: () => [{ stop }] }
  })
  Object.defineProperty(navigator, 'mediaDevices', { configurable: true, value: { getUserMedia } })
  vi.spyOn(HTMLMediaElement.prototype, 'play').mockResolvedValue()
  return { stop, getUserMedia }
}

function open() {
  const world = emptyWorld()
  world.settings.language = 'en'
  renderApp('/welcome/join', new FakeNode({ world }))
}

afterEach(() => {
  Reflect.deleteProperty(navigator, 'mediaDevices')
  Reflect.deleteProperty(globalThis, '__TAURI_INTERNALS__')
})

test('a platform without cameras offers none', async () => {
  open()
  expect(await screen.findByRole('textbox', { name: /Your invitation/ })).toBeVisible()
  expect(screen.queryByRole('button', OPEN)).toBeNull()
})

test('the window offers none: its engine refuses every camera', () => {
  camera('picture')
  expect(hasCamera()).toBe(true)
  Object.defineProperty(globalThis, '__TAURI_INTERNALS__', { configurable: true, value: {} })
  expect(hasCamera()).toBe(false)
})

test('a square before the camera is the invitation, and the camera is given back', async () => {
  const { stop, getUserMedia } = camera('picture')
  vi.mocked(squareIn).mockResolvedValueOnce(null).mockResolvedValue('allforone://join/seen')
  open()
  await userEvent.click(await screen.findByRole('button', OPEN))
  await waitFor(() =>
    expect(screen.getByRole('textbox', { name: /Your invitation/ })).toHaveValue('allforone://join/seen'),
  )
  expect(getUserMedia).toHaveBeenCalledWith(expect.objectContaining({ audio: false }))
  await waitFor(() => expect(stop).toHaveBeenCalled())
  expect(screen.queryByRole('dialog')).toBeNull()
})

test('who closes the picture gives the camera back', async () => {
  const { stop } = camera('picture')
  vi.mocked(squareIn).mockResolvedValue(null)
  open()
  await userEvent.click(await screen.findByRole('button', OPEN))
  expect(await screen.findByLabelText('What the camera sees')).toBeInTheDocument()
  expect(stop).not.toHaveBeenCalled()
  await userEvent.keyboard('{Escape}')
  await waitFor(() => expect(stop).toHaveBeenCalled())
})

test.each([
  ['NotAllowedError', /not allowed/],
  ['NotFoundError', /No camera answers/],
  ['NotReadableError', /No camera answers/],
])('%s is said calmly, with another way', async (name, words) => {
  camera(name)
  open()
  await userEvent.click(await screen.findByRole('button', OPEN))
  expect(await screen.findByRole('alert')).toHaveTextContent(words)
})
