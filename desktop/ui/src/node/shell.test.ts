import { clearMocks, mockIPC } from '@tauri-apps/api/mocks'
import { afterEach, expect, test, vi } from 'vitest'
import { autostart, chooseFolder, followPlaces, isWindow, saveFile, setAutostart } from './shell'

afterEach(() => {
  clearMocks()
  Reflect.deleteProperty(globalThis, '__TAURI_INTERNALS__')
  vi.restoreAllMocks()
})

test('a browser is handed a file under its name', async () => {
  const names: string[] = []
  URL.createObjectURL = () => 'blob:made'
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    names.push(`${this.download} ${this.href}`)
  })
  expect(isWindow()).toBe(false)
  expect(await saveFile('a.ics', 'text/calendar', 'BEGIN')).toBe('handed_over')
  expect(names).toEqual(['a.ics blob:made'])
})

test('the window is handed a name and a text, never a path', async () => {
  const asked = vi.fn()
  mockIPC((command, args) => {
    asked(command, args)
    return 'cancelled'
  })
  expect(await saveFile('a.ics', 'text/calendar', 'BEGIN')).toBe('cancelled')
  expect(asked).toHaveBeenCalledWith('save_file', { name: 'a.ics', text: 'BEGIN' })
})

test('a file that cannot be written keeps its code', async () => {
  mockIPC(() => {
    throw { code: 'disk_full', message: 'full' }
  })
  await expect(saveFile('a.ics', 'text/calendar', 'BEGIN')).rejects.toMatchObject({ code: 'disk_full' })
})

test('the folder and the start with the computer are asked of the window', async () => {
  const asked: unknown[] = []
  mockIPC((command, args) => {
    asked.push([command, args])
    return command === 'choose_folder' ? '/home/zoé' : true
  })
  expect(await chooseFolder('/home')).toBe('/home/zoé')
  expect(await autostart()).toBe(true)
  await setAutostart(false)
  expect(asked).toEqual([
    ['choose_folder', { start: '/home' }],
    ['autostart', {}],
    ['set_autostart', { on: false }],
  ])
})

test('a place opened from outside is one of our paths', async () => {
  mockIPC(() => 1, { shouldMockEvents: true })
  const { emit } = await import('@tauri-apps/api/event')
  const open = vi.fn()
  const stop = followPlaces(open)
  await vi.waitFor(async () => {
    await emit('open-place', '/c/lilas/agenda/e1')
    expect(open).toHaveBeenCalledWith('/c/lilas/agenda/e1')
  })
  open.mockClear()
  await emit('open-place', '//example.org/')
  await emit('open-place', 'https://example.org/')
  expect(open).not.toHaveBeenCalled()
  stop()
})
