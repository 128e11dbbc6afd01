/** A window on a folder of its own, for as long as a test runs. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { homeOf, Window } from './window.ts'

/** Where pictures of failed tests go. */
export const PICTURES = fileURLToPath(new URL('../../../target/window', import.meta.url))

/** Starts a window without any community, runs `test` and cleans up. `name`: of the picture where it fails. */
export async function withWindow(
  name: string,
  test: (window: Window, place: { data: string; home: string }) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'allforone-window-'))
  const data = join(folder, 'data')
  const home = homeOf(data)
  await mkdir(home)
  const window = await Window.open(data)
  try {
    await begun(window)
    await test(window, { data, home })
    await window.quit()
  } catch (error) {
    await window.picture(PICTURES, `failed-${name}`).catch(() => undefined)
    throw error
  } finally {
    await window.drop()
    // What WebKit started may still write its cache for a moment.
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 })
  }
}

/** Waits for the first screen: the start looks once whether there is a community, and leads on. */
export const begun = (window: Window): Promise<void> =>
  window.holds('the first screen is there', `return location.pathname !== '/' && document.querySelector('h1') !== null`)

/** Founds a community and opens a section of it. */
export async function found(window: Window, section: string): Promise<string> {
  const made = await window.ask<{ id: string }>('community_create', {
    name: 'Rue des Lilas',
    kind: 'street',
    display_name: 'Zoé',
  })
  await window.go(`/c/${made.id}/${section}`)
  return made.id
}
