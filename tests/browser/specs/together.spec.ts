/** Two neighbours, each with a node and a page: what one asks of the other, and how the answer comes back. */
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, expect, type Page, test } from '@playwright/test'
import { enter, expectAccessible, show } from '../src/page.ts'
import { Peer } from '../src/peer.ts'

type Ids = { id: string }
type Joined = { id: string; state: string; community: string | null }

let folder: string
let zoe: Peer
let sami: Peer
let community: string
const running = new Set<Peer>()

async function start(name: string, near: readonly string[] = []): Promise<Peer> {
  const peer = await Peer.start(join(folder, name), near)
  running.add(peer)
  return peer
}

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'allforone-together-'))
  zoe = await start('zoe')
  const made = { name: 'Rue des Lilas', kind: 'neighbourhood', display_name: 'Zoé' }
  community = (await zoe.call<Ids>('community_create', made)).id
  const asked = { community, role: 'member', uses: null, expires_ms: null, approval: false }
  const { link } = await zoe.call<{ link: string }>('invite_create', asked)
  sami = await start('sami', zoe.addresses)
  const address = zoe.addresses[0]
  const join_ = await sami.call<Joined>('join_start', { link, display_name: 'Sami', address })
  await expect
    .poll(async () => (await sami.call<Joined>('join_status', { id: join_.id })).state)
    .toBe('done')
  // Each has a name for the other before anything is asked.
  for (const peer of [zoe, sami]) {
    const names = async () =>
      (await peer.call<{ items: { name: string }[] }>('members', { community, limit: 50 })).items.map(
        ({ name }) => name,
      )
    await expect.poll(names).toEqual(expect.arrayContaining(['Sami', 'Zoé']))
  }
})

test.afterAll(async () => {
  await Promise.all([...running].map((peer) => peer.stop()))
  await rm(folder, { recursive: true, force: true })
})

async function pages(browser: Browser): Promise<[Page, Page]> {
  const [a, b] = [await (await browser.newContext()).newPage(), await (await browser.newContext()).newPage()]
  await enter(a, zoe)
  await enter(b, sami)
  return [a, b]
}

test('an announcement is read by one press on Today, and its author sees by whom', async ({ browser }) => {
  const [a, b] = await pages(browser)
  await show(a, zoe, `/c/${community}/boards/new?kind=announcement`)
  await a.getByRole('textbox', { name: 'Titre' }).fill('Coupure d’eau jeudi')
  await a.getByRole('button', { name: 'Publier' }).click()
  await expect(a.getByText('0 personne sur 1 a lu')).toBeVisible()

  await show(b, sami, `/c/${community}/today`)
  await expect(b.getByText('Zoé vous demande de lire ceci')).toBeVisible()
  await expectAccessible(b)
  await b.getByRole('button', { name: 'J’ai lu : Coupure d’eau jeudi' }).click()
  await expect(b.getByText('Zoé vous demande de lire ceci')).toHaveCount(0)

  await expect(a.getByText('1 personne sur 1 a lu')).toBeVisible()
  await a.getByRole('button', { name: 'Qui a lu ?' }).click()
  await expect(a.getByRole('dialog').getByText('Sami')).toBeVisible()
})

test('who is called by name finds it on Today and stands at the message', async ({ browser }) => {
  const [a, b] = await pages(browser)
  await show(a, zoe, `/c/${community}/rooms`)
  await a.getByRole('main').getByRole('list', { name: 'Discussions' }).getByRole('link').first().click()
  await a.getByRole('textbox', { name: /Message pour/ }).pressSequentially('Bonjour @sa')
  await a.getByRole('option', { name: 'Sami' }).click()
  await a.getByRole('textbox', { name: /Message pour/ }).pressSequentially('tu viens ?')
  await a.keyboard.press('Enter')
  await expect(a.locator('.mention', { hasText: '@Sami' })).toBeVisible()

  await show(b, sami, `/c/${community}/today`)
  await b.getByRole('link', { name: /Bonjour @Sami tu viens/ }).click()
  await expect(b.getByRole('listitem', { name: /Bonjour @Sami tu viens/ })).toBeInViewport()
  await expect(b.locator('.mention', { hasText: '@Sami' })).toBeVisible()
})

test('the last seat goes to who answered first, and a helping hand is taken', async ({ browser }) => {
  const [a, b] = await pages(browser)
  await show(a, zoe, `/c/${community}/agenda/new`)
  await a.getByRole('textbox', { name: 'C’est quoi ?' }).fill('Atelier vélo')
  await a.getByRole('textbox', { name: /Nombre de places/ }).fill('1')
  await a.getByRole('button', { name: 'Demander un coup de main' }).click()
  await a.getByRole('textbox', { name: 'Que faut-il faire ?' }).fill('Apporter des clés')
  await a.getByRole('button', { name: 'Publier le rendez-vous' }).click()
  await expect(a.getByRole('heading', { name: 'Atelier vélo', level: 1 })).toBeVisible()

  await show(b, sami, `/c/${community}/agenda`)
  await b.getByRole('link', { name: /Atelier vélo/ }).click()
  await b.getByRole('button', { name: 'Je viens' }).click()
  await expect(a.getByRole('heading', { name: '1 vient' })).toBeVisible()
  await a.getByRole('button', { name: 'Je viens' }).click()
  await expect(a.getByText(/vous êtes numéro 1 sur la liste d’attente/)).toBeVisible()
  await expect(b.getByRole('heading', { name: '1 en liste d’attente' })).toBeVisible()

  await b.getByRole('button', { name: 'Je m’en charge : Apporter des clés' }).click()
  await expect(b.getByRole('button', { name: 'Qui peut me remplacer ?' })).toBeVisible()
  await expect(a.getByRole('listitem').filter({ hasText: 'Apporter des clés' }).getByText('Sami')).toBeVisible()

  await b.getByRole('textbox', { name: 'Votre commentaire' }).fill('J’ai une pompe aussi.')
  await b.getByRole('button', { name: 'Publier le commentaire' }).click()
  await expect(a.getByRole('main').getByText('J’ai une pompe aussi.')).toBeVisible()
  await expectAccessible(a)
})

test('a calendar comes in from a file, and everything goes out to a folder', async ({ page }) => {
  await enter(page, zoe)
  await show(page, zoe, `/c/${community}/agenda/import`)
  const ics = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'BEGIN:VEVENT',
    'UID:1@test',
    'DTSTART:20361201T180000Z',
    'DTEND:20361201T190000Z',
    'SUMMARY:Chorale',
    'END:VEVENT',
    'BEGIN:VEVENT',
    'UID:2@test',
    'SUMMARY:Sans début',
    'END:VEVENT',
    'END:VCALENDAR',
  ].join('\r\n')
  const file = { name: 'voisins.ics', mimeType: 'text/calendar', buffer: Buffer.from(ics) }
  await page.locator('input[type=file]').setInputFiles(file)
  await expect(page.getByText('Il n’a pas de début : il est laissé de côté.')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Les ajouter à l’agenda' }).click()
  await expect(page.getByText('1 rendez-vous ajouté')).toBeVisible()

  await show(page, zoe, `/c/${community}/export`)
  const out = join(folder, 'copie')
  await page.getByRole('textbox', { name: /Dossier/ }).fill(out)
  await page.getByRole('button', { name: 'Exporter', exact: true }).click()
  await expect(page.getByText('C’est exporté')).toBeVisible()
  expect((await readdir(out)).sort()).toEqual(['automerge', 'ics', 'json', 'markdown', 'vcf'])
})

test('who was away finds in a line what happened meanwhile', async ({ browser }) => {
  const [a] = await pages(browser)
  await sami.kill()
  running.delete(sami)
  await show(a, zoe, `/c/${community}/boards/new`)
  await a.getByRole('textbox', { name: 'Titre' }).fill('Un banc devant le 12')
  await a.getByRole('button', { name: 'Publier' }).click()
  await expect(a.getByRole('heading', { name: 'Un banc devant le 12', level: 1 })).toBeVisible()

  sami = await start('sami', zoe.addresses)
  const b = await (await browser.newContext()).newPage()
  await enter(b, sami)
  await show(b, sami, `/c/${community}/today`)
  await expect(b.getByRole('link', { name: /Un banc devant le 12/ })).toBeVisible()
  await b.getByRole('button', { name: 'Tout marquer comme vu' }).click()
  await expect(b.getByRole('link', { name: /Un banc devant le 12/ })).toHaveCount(0)
})
