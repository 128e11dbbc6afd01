/**
 * Two computers on which nothing was ever done meet in one community and hold its first message, within forty keystrokes.
 *
 * Counted is every press of a key that a page hears (`keydown`), on both pages: each letter of the names and of the message,
 * a capital as one, Enter and Ctrl + V as one each. Not counted are clicks. A key of the recovery words is pressed by nobody:
 * “Plus tard” puts them off, and the app goes on asking.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { enter } from '../src/page.ts'
import { Peer } from '../src/peer.ts'

/** From N8 of the product's list: zero infrastructure start. */
const MOST = 40

let folder: string
const running: Peer[] = []

test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'allforone-keystrokes-'))
})

test.afterEach(async () => {
  await Promise.all(running.splice(0).map((peer) => peer.stop()))
  await rm(folder, { recursive: true, force: true })
})

test('from two new computers to the first message in forty keystrokes', async ({ browser }) => {
  const pressed: string[] = []
  const a = await open(browser, await start('anna'), pressed)
  const b = await open(browser, await start('sami'), pressed)

  await test.step('Anna founds the community and copies an invitation', async () => {
    await a.getByRole('link', { name: 'Créer une communauté' }).click()
    await a.getByRole('textbox', { name: 'Comment s’appelle-t-elle ?' }).click()
    await a.keyboard.type('Lilas')
    await a.getByRole('textbox', { name: 'Qui êtes-vous ?' }).click()
    await a.keyboard.type('Anna')
    await a.getByRole('button', { name: 'Créer la communauté' }).click()
    await a.getByRole('link', { name: 'Plus tard' }).click()
    await a.getByRole('link', { name: 'Inviter quelqu’un' }).click()
    await a.getByRole('button', { name: 'Créer une invitation' }).click()
    await a.getByRole('button', { name: 'Copier le lien' }).click()
    await expect(a.getByRole('button', { name: 'Copié' })).toBeVisible()
  })
  const link = await a.evaluate(() => navigator.clipboard.readText())

  await test.step('Sami pastes it', async () => {
    await b.getByRole('link', { name: 'Rejoindre avec un lien' }).click()
    await b.getByRole('textbox', { name: 'Votre invitation' }).click()
    await b.evaluate((text) => navigator.clipboard.writeText(text), link)
    await b.keyboard.press('Control+v')
    await expect(b.getByRole('textbox', { name: 'Votre invitation' })).toHaveValue(link)
    await b.getByRole('textbox', { name: 'Qui êtes-vous ?' }).click()
    await b.keyboard.type('Sami')
    await b.getByRole('button', { name: 'Rejoindre', exact: true }).click()
    await b.getByRole('button', { name: 'Continuer' }).click()
    await b.getByRole('link', { name: 'Plus tard' }).click()
  })

  await test.step('and says hello', async () => {
    for (const page of [a, b]) {
      await page.getByRole('navigation').getByRole('link', { name: /^Discussions/ }).click()
      await page.getByRole('main').getByRole('list', { name: 'Discussions' }).getByRole('link').first().click()
      await expect(page.getByRole('textbox', { name: /Message pour/ })).toBeVisible()
    }
    await b.getByRole('textbox', { name: /Message pour/ }).click()
    await b.keyboard.type('Bonjour Anna !')
    await b.keyboard.press('Enter')
    await expect(a.getByRole('listitem', { name: /^Sami.*Bonjour Anna !/ })).toBeVisible()
  })

  const told = `${pressed.length} keystrokes: ${pressed.join(' ')}`
  test.info().annotations.push({ type: 'figures', description: told })
  expect(pressed.length, told).toBeLessThanOrEqual(MOST)
  // All of it was heard: the letters, one paste, one Enter. (Letters that this keyboard lacks would come without a press.)
  expect(pressed.length, told).toBeGreaterThanOrEqual('LilasAnnaSamiBonjour Anna !'.length + 2)
})

async function start(name: string): Promise<Peer> {
  const peer = await Peer.start(join(folder, name))
  running.push(peer)
  return peer
}

/** Opens a page that notes each key that is pressed, wherever it goes; keys held with another count once. */
async function open(browser: Browser, peer: Peer, pressed: string[]): Promise<Page> {
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] })
  const page = await context.newPage()
  await page.exposeFunction('notePressed', (key: string) => pressed.push(key))
  await page.addInitScript(() => {
    const note = (globalThis as unknown as { notePressed(key: string): void }).notePressed
    const alone = new Set(['Control', 'Shift', 'Alt', 'Meta'])
    addEventListener('keydown', (event) => alone.has(event.key) || note(event.key), { capture: true })
  })
  await enter(page, peer)
  return page
}
