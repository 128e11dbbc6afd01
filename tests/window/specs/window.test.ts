/** The window as its people meet it: start, found, write, quit, start again. */
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { Window } from '../src/window.ts'
import { PICTURES } from '../src/with-window.ts'

test('what is written in the window is there at the next start', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'allforone-window-'))
  const data = join(folder, 'data')
  let window = await Window.open(data)
  try {
    await window.click('Créer une communauté')
    await window.type('Comment s’appelle-t-elle ?', 'Rue des Lilas')
    await window.type('Qui êtes-vous ?', 'Zoé')
    await window.click('Créer la communauté')
    await window.sees('Vos mots de secours', 'h1')
    await window.click('Plus tard')
    await window.sees('Hors ligne : tout est gardé ici')
    await openFirstRoom(window)
    await window.type('Message pour', 'Bonjour la rue !', true)
    await window.sees('Bonjour la rue !', 'p')
    await window.sees('gardé ici')
    assert.equal(await window.run('return location.origin'), 'tauri://localhost')
    await window.picture(PICTURES, 'discussion')
    await window.quit()

    window = await Window.open(data)
    await openFirstRoom(window)
    await window.sees('Bonjour la rue !', 'p')
    await window.quit()
  } catch (error) {
    await window.picture(PICTURES, 'failed').catch(() => undefined)
    throw error
  } finally {
    await window.drop()
    // What WebKit started may still write its cache for a moment.
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 })
  }
})

/** The first room has a name of the node's choice. */
async function openFirstRoom(window: Window): Promise<void> {
  await window.clickAt('//nav//a[contains(@href, "/rooms")]')
  await window.sees('Discussions', 'h1')
  await window.clickAt('//main//li//a')
}
