import { clearMocks, mockIPC } from '@tauri-apps/api/mocks'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { followLinks } from './links'
import { tauriTransport } from './tauri'

beforeEach(() => sessionStorage.clear())
afterEach(clearMocks)

test('a call goes through the one command of the window', async () => {
  const asked = vi.fn()
  mockIPC((command, args) => {
    asked(command, args)
    return { items: [], next: null }
  })
  expect(await tauriTransport().call('rooms', { community: 'c' })).toEqual({ items: [], next: null })
  expect(asked).toHaveBeenCalledWith('rpc', { command: 'rooms', input: { community: 'c' } })
})

test('a refusal keeps its code', async () => {
  mockIPC(() => {
    throw { code: 'removed', message: 'no longer a member' }
  })
  await expect(tauriTransport().call('rooms', { community: 'c' })).rejects.toMatchObject({ code: 'removed' })
})

test('the stream is a channel, and leaving it says which', async () => {
  const asked: [string, unknown][] = []
  mockIPC((command, args) => {
    asked.push([command, args])
  })
  const heard = { notice: vi.fn(), opened: vi.fn(), lost: vi.fn() }
  const stop = tauriTransport().subscribe(heard)
  await vi.waitFor(() => expect(asked.map(([command]) => command)).toContain('subscribe'))
  expect(heard.opened).toHaveBeenCalledOnce()
  stop()
  await vi.waitFor(() => expect(asked.at(-1)?.[0]).toBe('unsubscribe'))
  expect(asked.at(-1)?.[1]).toHaveProperty('id')
})

test('the link that started the window is followed once', async () => {
  mockIPC((command) => (command === 'plugin:deep-link|get_current' ? ['allforone://join/abc'] : 1), {
    shouldMockEvents: true,
  })
  const open = vi.fn()
  followLinks(open)
  await vi.waitFor(() => expect(open).toHaveBeenCalledWith('allforone://join/abc'))
  const again = vi.fn()
  followLinks(again)
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(again).not.toHaveBeenCalled()
})
