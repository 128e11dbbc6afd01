import { clearMocks, mockIPC } from '@tauri-apps/api/mocks'
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test } from 'vitest'
import { FakeNode } from '@/testing/fake-node'
import { renderApp } from '@/testing/render-app'
import { livelyWorld } from '@/testing/seed'
import { exportFolder, folderFor } from './export-folder'
import { clockOf, minuteOf } from './notifications'

function openPath(path: string) {
  const world = livelyWorld('en', Date.now())
  world.settings.language = 'en'
  const node = new FakeNode({ world })
  return { node, ...renderApp(path, node) }
}
afterEach(() => {
  clearMocks()
  // What is left of it would still look like a window.
  Reflect.deleteProperty(globalThis, '__TAURI_INTERNALS__')
})
const asked = (node: FakeNode, command: string) => node.calls.filter((call) => call.command === command)

test('simple mode shows fewer sections and larger letters, and loses nothing', async () => {
  openPath('/settings')
  await userEvent.click(await screen.findByRole('radio', { name: 'Simple' }))
  await waitFor(() => expect(document.documentElement.dataset.mode).toBe('simple'))
  expect(Number(document.documentElement.style.getPropertyValue('--text-scale'))).toBeGreaterThanOrEqual(1.15)
  const simple = openPath('/c/c0/boards')
  simple.node.world.settings.mode = 'simple'
  simple.node.changed(['settings'])
  const nav = (await screen.findAllByRole('navigation', { name: /Sections of/ })).at(-1) as HTMLElement
  await waitFor(() => expect(within(nav).queryByRole('link', { name: /Boards/ })).toBeNull())
  expect(await screen.findByRole('heading', { name: 'Boards', level: 1 })).toBeVisible()
})

test('quiet hours and reminders are kept', async () => {
  const { node } = openPath('/settings')
  const notify = await screen.findByRole('switch', { name: 'Tell me what is for me' })
  if (!(notify as HTMLInputElement).checked) await userEvent.click(notify)
  const night = await screen.findByRole('switch', { name: 'Keep quiet at night' })
  if ((night as HTMLInputElement).checked) await userEvent.click(night)
  await userEvent.click(await screen.findByRole('switch', { name: 'Keep quiet at night' }))
  await waitFor(() =>
    expect(asked(node, 'settings_set').at(-1)?.input).toMatchObject({ quiet_hours: { from: 1320, to: 420 } }),
  )
  await userEvent.click(screen.getByRole('radio', { name: 'The day before' }))
  await waitFor(() =>
    expect(asked(node, 'settings_set').at(-1)?.input).toMatchObject({ reminder_minutes: 1440 }),
  )
})

test('stronger contrast is switched on for the whole page', async () => {
  openPath('/settings')
  await userEvent.click(await screen.findByRole('switch', { name: 'Stronger lines and letters' }))
  await waitFor(() => expect(document.documentElement.dataset.contrast).toBe('more'))
})

test('a community is left only after a question', async () => {
  const { node } = openPath('/settings')
  const list = await screen.findByRole('list', { name: 'My communities' })
  await userEvent.click(within(list).getAllByRole('button', { name: /^Leave/ })[0] as HTMLElement)
  expect(asked(node, 'community_leave')).toHaveLength(0)
  const dialog = await screen.findByRole('alertdialog')
  await userEvent.click(within(dialog).getByRole('button', { name: 'Leave' }))
  await waitFor(() => expect(asked(node, 'community_leave')).toHaveLength(1))
})

test('everything is exported, each format in its folder', async () => {
  const { node } = openPath('/c/c0/export')
  const field = await screen.findByRole('textbox', { name: /Folder/ })
  expect((field as HTMLInputElement).value).toMatch(/^\/home\/camille\/AllForOne\//)
  await userEvent.click(screen.getByRole('button', { name: 'Export' }))
  expect(await screen.findByText('Exported')).toBeVisible()
  const folders = asked(node, 'export').map((call) => (call.input as { dir: string }).dir.split('/').at(-1))
  expect(folders).toEqual(['markdown', 'ics', 'vcf', 'json', 'automerge'])
})

test('an export says how far it is, and stops within the part that is being written', async () => {
  const { node } = openPath('/c/c0/export')
  await screen.findByRole('textbox', { name: /Folder/ })
  const waiting: (() => void)[] = []
  const call = node.call.bind(node)
  node.call = async (command, input) => {
    const answer = await call(command, input)
    if (command === 'export_status') Object.assign(answer, { format: 'markdown', rows: 12_400 })
    if (command === 'export_stop') for (const go of waiting) go()
    if (command === 'export') {
      await new Promise<void>((go) => waiting.push(go))
      if (waiting.length === 2) Object.assign(answer, { files: 3, stopped: true })
    }
    return answer
  }
  await userEvent.click(screen.getByRole('button', { name: 'Export' }))
  const bar = await screen.findByRole('progressbar', { name: 'To read (Markdown)' })
  expect(bar).toHaveAttribute('aria-valuetext', '1 of 5')
  expect(await screen.findByText('12,400 things written')).toBeVisible()
  waiting[0]?.()
  await waitFor(() => expect(waiting).toHaveLength(2))
  await userEvent.click(await screen.findByRole('button', { name: 'Stop' }))
  expect(await screen.findByText(/^Stopped\. 15 whole files/)).toBeVisible()
  expect(asked(node, 'export_stop')).toHaveLength(1)
  expect(asked(node, 'export')).toHaveLength(2)
  expect(screen.queryByRole('progressbar')).toBeNull()
})

test('folders are proposed as each system names them', () => {
  expect(folderFor('C:\\Users\\Zoe\\AppData\\AllForOne', 'A/B: street')).toBe(
    'C:\\Users\\Zoe\\AllForOne\\A B  street',
  )
  expect(exportFolder('C:\\x\\', 'all', 'json')).toBe('C:\\x\\json')
  expect(exportFolder('/x', 'ics', 'ics')).toBe('/x')
  expect(minuteOf(clockOf(425))).toBe(425)
})

test('the start with the computer is a switch of the window, off at first', async () => {
  let on = false
  mockIPC((command, args) => {
    if (command === 'set_autostart') on = (args as { on: boolean }).on
    return on
  })
  openPath('/settings')
  const start = await screen.findByRole('switch', { name: 'Start with the computer' })
  expect(start).not.toBeChecked()
  await userEvent.click(start)
  await waitFor(() => expect(start).toBeChecked())
  expect(on).toBe(true)
})

test('a browser has no start with the computer and no folder to choose', async () => {
  openPath('/settings')
  await screen.findByRole('list', { name: 'My communities' })
  expect(screen.queryByRole('switch', { name: 'Start with the computer' })).toBeNull()
  openPath('/c/c0/export')
  await screen.findByRole('textbox', { name: 'Folder' })
  expect(screen.queryByRole('button', { name: 'Choose a folder' })).toBeNull()
})

test('in the window the folder of an export is chosen, and a closed dialog changes nothing', async () => {
  let chosen: string | null = null
  mockIPC((command) => (command === 'choose_folder' ? chosen : false))
  openPath('/c/c0/export')
  const field = await screen.findByRole('textbox', { name: 'Folder' })
  const proposed = (field as HTMLInputElement).value
  await userEvent.click(screen.getByRole('button', { name: 'Choose a folder' }))
  expect(field).toHaveValue(proposed)
  chosen = '/media/clé/lilas'
  await userEvent.click(screen.getByRole('button', { name: 'Choose a folder' }))
  await waitFor(() => expect(field).toHaveValue('/media/clé/lilas'))
})
