/** What is too large, broken or meant to harm: a clear word, nothing lost, nothing run. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { enter, expectAccessible, expectNoSideScroll, settled, show } from '../src/page.ts'
import { Peer } from '../src/peer.ts'

/** A link whose first number says that version 2 made it. */
const OF_VERSION_2 = 'allforone://join/afo1gQJjje0-'
/** Right to left, with signs of several parts and one that would turn what follows. */
const NAME = 'ليلى \u{1F468}‍\u{1F469}‍\u{1F467}‍\u{1F466} \u202Eأمينة'

type Ids = { id: string }

let folder: string
let peer: Peer
let community: string

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'allforone-hostile-'))
  peer = await Peer.start(join(folder, 'lea'))
  const made = { name: 'Rue des Lilas', kind: 'neighbourhood', display_name: NAME }
  community = (await peer.call<Ids>('community_create', made)).id
})

test.afterAll(async () => {
  expect(await peer.stop(), 'the node ends cleanly').toBe(0)
  await rm(folder, { recursive: true, force: true })
})

test('a megabyte of pasted text is refused in words, and can be made shorter', async ({ page }) => {
  await enter(page, peer)
  const { items: rooms } = await peer.call<{ items: Ids[] }>('rooms', { community })
  await show(page, peer, `/c/${community}/rooms/${rooms[0]?.id}`)
  const field = page.getByRole('textbox', { name: /Message pour/ })
  await field.fill('à'.repeat(500_000))
  await field.press('Enter')
  await expect(page.getByText('C’est trop long pour être enregistré en une fois.').first()).toBeVisible()
  await expect(page.getByText('Rien n’a changé. Raccourcissez, ou coupez en deux.').first()).toBeVisible()
  expect((await field.inputValue()).length, 'what was pasted is still there').toBe(500_000)
  await field.fill('Plus court.')
  await field.press('Enter')
  await expect(page.getByRole('listitem').filter({ hasText: 'Plus court.' })).toBeVisible()
})

test('a page that is reloaded in the middle of a word has it again', async ({ page }) => {
  await enter(page, peer)
  const { items: rooms } = await peer.call<{ items: Ids[] }>('rooms', { community })
  await show(page, peer, `/c/${community}/rooms/${rooms[0]?.id}`)
  const field = page.getByRole('textbox', { name: /Message pour/ })
  for (const text of ['Qui a vu mon ch', 'Qui a vu mon chat ?']) {
    await field.fill(text)
    await page.reload()
    await settled(page)
    await expect(field).toHaveValue(text)
  }
  await field.fill('')
})

test('words that are meant to run are only read', async ({ page }) => {
  await enter(page, peer)
  const { items: rooms } = await peer.call<{ items: Ids[] }>('rooms', { community })
  const text = [
    '<img src=x onerror="window.run = 1"> <script>window.run = 1</script>',
    '[link](javascript:window.run=1) ![picture](https://example.org/x.png)',
    '<svg/onload=window.run=1> <iframe srcdoc="<script>parent.run=1</script>">',
  ].join('\n\n')
  await peer.call('message_write', { community, room: rooms[0]?.id, text, mentions: [] })
  const { items: boards } = await peer.call<{ items: Ids[] }>('boards', { community })
  const post = { community, board: boards[0]?.id, kind: 'discussion', title: '<b>Bonjour</b>', body: text, tags: [] }
  const { id } = await peer.call<Ids>('post_write', post)
  for (const path of [`/c/${community}/rooms/${rooms[0]?.id}`, `/c/${community}/posts/${id}`]) {
    await show(page, peer, path)
    await expect(page.getByText(/onerror/).first()).toBeVisible()
    await expect(page.locator('main img, main script, main iframe, main a[href^="javascript"]')).toHaveCount(0)
    expect(await page.evaluate(() => 'run' in window)).toBe(false)
  }
  await expect(page.getByRole('heading', { level: 1, name: '<b>Bonjour</b>' })).toBeVisible()
})

test('a profile nearly as full as it may be is shown whole, also in a narrow window', async ({ page }) => {
  // All fields together may take 4 KiB; these take 3.8.
  const skill = (n: number) => `${n} ${'réparation'.repeat(4)}`.slice(0, 40)
  const list = Array.from({ length: 32 }, (_, n) => skill(n))
  const profile = {
    community,
    name: NAME,
    about: 'Je répare tout. '.repeat(30),
    languages: Array.from({ length: 16 }, (_, n) => `langue ${n}`),
    can_help: list,
    wants_to_learn: list,
    contact: 'x'.repeat(200),
    color: 3,
  }
  await peer.call('profile_set', profile)
  await page.setViewportSize({ width: 390, height: 844 })
  await enter(page, peer)
  await show(page, peer, `/c/${community}/people`)
  await expect(page.getByText('ليلى').first()).toBeVisible()
  await expectNoSideScroll(page)
  await page.getByRole('link', { name: /ليلى/ }).first().click()
  await expect(page.getByText(list[31] ?? '').first()).toBeVisible()
  await expectNoSideScroll(page)
  await expectAccessible(page)
})

test('a broken calendar and a huge file are told before anything is taken', async ({ page }) => {
  await enter(page, peer)
  await show(page, peer, `/c/${community}/agenda/import`)
  const huge = join(folder, 'huge.ics')
  await writeFile(huge, Buffer.alloc(50 * 1024 * 1024, 'x'))
  await page.locator('input[type=file]').setInputFiles(huge)
  await expect(page.getByText('C’est trop long pour être enregistré en une fois.')).toBeVisible()
  const buffer = Buffer.from('BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:nonsense')
  await page.locator('input[type=file]').setInputFiles({ name: 'broken.ics', mimeType: 'text/calendar', buffer })
  await expect(page.getByText('Aucun rendez-vous dans ce fichier')).toBeVisible()
  await expect(page.getByText('Rien n’a changé. Choisissez un autre fichier.')).toBeVisible()
  const { items } = await peer.call<{ items: unknown[] }>('events', { community, from_ms: 0, to_ms: 4e12, limit: 50 })
  expect(items).toEqual([])
})

test('a link of another version says what to do', async ({ page }) => {
  await enter(page, peer)
  await show(page, peer, '/welcome/join')
  await page.getByRole('textbox', { name: 'Votre invitation' }).fill(OF_VERSION_2)
  await page.getByRole('textbox', { name: 'Qui êtes-vous ?' }).fill('Léa')
  await page.getByRole('button', { name: 'Rejoindre' }).click()
  await expect(page.getByText('L’autre appareil a une autre version d’AllForOne.')).toBeVisible()
  await expect(page.getByText('Vos données sont en sûreté. Mettez les deux à jour, puis réessayez.')).toBeVisible()
})
