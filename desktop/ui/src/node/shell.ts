/** What only the desktop window can do: files, the start with the computer, places opened from outside. */
import { NodeFailure } from './failure'

/** How long the browser may take to read a file that it is given, in ms. */
const READ_MS = 10_000

/** Tells whether this is the desktop window; else it is a browser. */
export const isWindow = (): boolean => '__TAURI_INTERNALS__' in globalThis

/** What became of a file: `handed_over` to the browser, which asks on its own. */
export type Saving = 'saved' | 'cancelled' | 'handed_over'

/**
 * Gives a text as a file: the one road out of the screens. The window asks where to put it and writes it there; who
 * closes the dialog has said no. Rejects with a `NodeFailure`.
 */
export async function saveFile(name: string, type: string, text: string): Promise<Saving> {
  if (isWindow()) return command<Saving>('save_file', { name, text })
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser reads it after the click; a moment later nobody needs it.
  setTimeout(() => URL.revokeObjectURL(url), READ_MS)
  return 'handed_over'
}

/** Asks for a folder, beginning at `start`; null where the person closed the dialog. Only in the window. */
export const chooseFolder = (start: string) => command<string | null>('choose_folder', { start })

/** Tells whether the program starts with the computer. Only in the window. */
export const autostart = () => command<boolean>('autostart', {})

/** Switches the start with the computer. Only in the window. */
export const setAutostart = (on: boolean) => command<null>('set_autostart', { on })

/** Calls `open` with the path of each place that is opened from outside: by a click on a notification. */
export function followPlaces(open: (path: string) => void): () => void {
  if (!isWindow()) return () => {}
  const stop = import('@tauri-apps/api/event').then(({ listen }) =>
    listen<string>('open-place', ({ payload }) => {
      // Our own paths only, whoever sends them.
      if (/^\/(?!\/)/.test(payload)) open(payload)
    }),
  )
  stop.catch(() => {})
  return () => void stop.then((unlisten) => unlisten()).catch(() => {})
}

async function command<T>(name: string, input: Record<string, unknown>): Promise<T> {
  const { invoke } = await import('@tauri-apps/api/core')
  try {
    return await invoke<T>(name, input)
  } catch (cause) {
    throw NodeFailure.from(cause)
  }
}
