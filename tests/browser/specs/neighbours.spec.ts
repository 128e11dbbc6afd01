/** Two neighbours, each with a node and a page, by clicks alone: from an empty folder to what one has of the other. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Locator, type Page, test } from '@playwright/test'
import { enter, expectAccessible, settled } from '../src/page.ts'
import { Peer } from '../src/peer.ts'

let folder: string
const running = new Set<Peer>()

test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'allforone-browser-'))
})

test.afterEach(async () => {
  await Promise.all([...running].map((peer) => peer.stop()))
  running.clear()
  await rm(folder, { recursive: true, force: true })
})

test('two neighbours meet, talk, lose and find each other again', async ({ browser }) => {
  const start = async (name: string, near: readonly string[] = []) => {
    const peer = await Peer.start(join(folder, name), near)
    running.add(peer)
    return peer
  }
  let zoe = await start('zoe')
  const sami = await start('sami')
  const [a, b] = [await (await browser.newContext()).newPage(), await (await browser.newContext()).newPage()]

  const link = await test.step('Zoé founds a community, writes her words down and invites', async () => {
    await enter(a, zoe)
    await a.getByRole('link', { name: 'Créer une communauté' }).click()
    await a.getByRole('textbox', { name: 'Comment s’appelle-t-elle ?' }).fill('Rue des Lilas')
    await a.getByRole('textbox', { name: 'Qui êtes-vous ?' }).fill('Zoé')
    await a.getByRole('button', { name: 'Créer la communauté' }).click()
    await writeWordsDown(a)
    await expect(a.getByText('Rue des Lilas').first()).toBeVisible()
    await expect(a.getByText('ne sont pas encore notés')).toHaveCount(0)
    await a.getByRole('link', { name: 'Inviter quelqu’un' }).click()
    await a.getByRole('button', { name: 'Créer une invitation' }).click()
    await expect(a.getByRole('img', { name: /Carré à scanner/ })).toBeVisible()
    await expectAccessible(a)
    return a.getByText(/^allforone:\/\/join\//).innerText()
  })

  await test.step('Sami follows the link with her address', async () => {
    await enter(b, sami)
    await follow(b, link, 'Sami', zoe.addresses[0] ?? '')
    await expect(b.getByText('Bienvenue dans Rue des Lilas !')).toBeVisible()
    await b.getByRole('button', { name: 'Continuer' }).click()
    await writeWordsDown(b)
  })

  await test.step('both say in words that they are connected', async () => {
    for (const page of [a, b]) await expect(page.getByText('1 voisin connecté')).toBeVisible()
    await a.getByRole('link', { name: 'Membres' }).click()
    await expect(a.getByRole('main').getByText('Sami')).toBeVisible()
    await expect(a.getByRole('main').getByText('en ligne')).toBeVisible()
  })

  await test.step('they talk, both ways, live', async () => {
    for (const page of [a, b]) await openFirstRoom(page)
    await say(a, 'Bonjour Sami, bienvenue !')
    await expect(message(b, 'Bonjour Sami')).toBeVisible()
    await expect(message(a, 'Bonjour Sami').getByText('chez 1 voisin')).toBeVisible()
    await say(b, 'Merci, ça marche bien.')
    await expect(message(a, 'ça marche bien')).toBeVisible()
  })

  await test.step('a reply, an emoji, a change and a deletion arrive', async () => {
    await act(message(b, 'Bonjour Sami'), 'Répondre')
    await say(b, 'Je réponds ici.')
    await expect(message(a, 'Je réponds ici').getByText('Bonjour Sami, bienvenue !')).toBeVisible()

    await act(message(a, 'ça marche bien'), 'Réagir')
    await a.getByRole('button', { name: 'Réagir avec 👍' }).click()
    await expect(message(b, 'ça marche bien').getByRole('button', { name: /👍, 1 personne : Zoé/ })).toBeVisible()

    await choose(b, message(b, 'ça marche bien'), 'Modifier')
    await b.getByRole('textbox', { name: 'Votre message' }).fill('Merci, ça marche très bien.')
    await b.getByRole('button', { name: 'Enregistrer' }).click()
    await expect(message(a, 'ça marche très bien').getByText('(modifié)')).toBeVisible()

    await choose(b, message(b, 'Je réponds ici'), 'Supprimer')
    await b.getByRole('alertdialog').getByRole('button', { name: 'Supprimer' }).click()
    await expect(message(a, 'Ce message a été supprimé')).toBeVisible()
    await expect(message(a, 'Je réponds ici')).toHaveCount(0)
  })

  await test.step('a post and its comment go there and back', async () => {
    await a.getByRole('link', { name: 'Tableaux' }).click()
    await a.getByRole('link', { name: 'Écrire un sujet' }).click()
    await a.getByRole('textbox', { name: 'Titre' }).fill('Un composteur ?')
    await a.getByRole('textbox', { name: 'Texte' }).fill('La mairie en **prête** un.')
    await a.getByRole('button', { name: 'Publier' }).click()
    await expect(a.getByRole('heading', { name: 'Un composteur ?', level: 1 })).toBeVisible()

    await b.getByRole('link', { name: 'Tableaux' }).click()
    await b.getByRole('link', { name: /Un composteur/ }).click()
    await expect(b.locator('strong', { hasText: 'prête' })).toBeVisible()
    await b.getByRole('textbox', { name: 'Votre commentaire' }).fill('J’en suis.')
    await b.getByRole('button', { name: 'Publier le commentaire' }).click()
    await expect(a.getByRole('main').getByText('J’en suis.')).toBeVisible()
    await expect(a.getByRole('heading', { name: '1 commentaire' })).toBeVisible()
  })

  await test.step('an event gets its answer', async () => {
    await a.getByRole('link', { name: 'Agenda' }).click()
    await a.getByRole('link', { name: 'Nouveau rendez-vous' }).click()
    await a.getByRole('textbox', { name: 'C’est quoi ?' }).fill('Repas de rue')
    await a.getByRole('button', { name: 'Publier le rendez-vous' }).click()
    await expect(a.getByRole('heading', { name: 'Repas de rue', level: 1 })).toBeVisible()

    await b.getByRole('link', { name: 'Agenda' }).click()
    await b.getByRole('link', { name: /Repas de rue/ }).click()
    await b.getByRole('button', { name: 'Je viens' }).click()
    await expect(a.getByRole('heading', { name: '1 vient' })).toBeVisible()
    await expect(a.getByRole('main').getByText('Sami')).toBeVisible()
  })

  await test.step('Zoé’s machine dies, Sami writes on, and she catches up', async () => {
    await zoe.kill()
    running.delete(zoe)
    await expect(b.getByText('Hors ligne : tout est gardé ici')).toBeVisible()
    await openFirstRoom(b)
    await say(b, 'Tu es là ?')
    await expect(message(b, 'Tu es là').getByText('gardé ici')).toBeVisible()

    zoe = await start('zoe', sami.addresses)
    await enter(a, zoe)
    await openFirstRoom(a)
    await expect(message(a, 'ça marche très bien')).toBeVisible()
    await expect(message(a, 'Tu es là')).toBeVisible()
    await expect(message(b, 'Tu es là').getByText('chez 1 voisin')).toBeVisible()
    await say(a, 'Me revoilà.')
    await expect(message(b, 'Me revoilà')).toBeVisible()
  })
})

/** Reads the recovery words off the screen and types those that are asked for. */
async function writeWordsDown(page: Page) {
  await expect(page.getByRole('heading', { name: 'Vos mots de secours' })).toBeVisible()
  const shown = page.getByRole('list', { name: 'Les 24 mots, dans l’ordre' }).locator('li span:last-child')
  await expect(shown).toHaveCount(24)
  const words = await shown.allTextContents()
  await page.getByRole('button', { name: 'Je les ai notés' }).click()
  const fields = page.getByRole('textbox', { name: /Mot numéro/ })
  await expect(fields).toHaveCount(3)
  for (const field of await fields.all()) {
    const label = await field.evaluate((input: HTMLInputElement) => input.labels?.[0]?.textContent ?? '')
    await field.fill(words[Number(/\d+/.exec(label)?.[0]) - 1] ?? '')
  }
  await page.getByRole('button', { name: 'Vérifier' }).click()
  await page.getByRole('link', { name: 'Aller à mes communautés' }).click()
  await settled(page)
}

async function follow(page: Page, link: string, name: string, address: string) {
  await page.getByRole('link', { name: 'Rejoindre avec un lien' }).click()
  await page.getByRole('textbox', { name: 'Votre invitation' }).fill(link)
  await page.getByRole('textbox', { name: 'Qui êtes-vous ?' }).fill(name)
  await page.getByRole('button', { name: 'Un voisin m’a donné une adresse' }).click()
  await page.getByRole('textbox', { name: 'Adresse du voisin' }).fill(address)
  await page.getByRole('button', { name: 'Rejoindre' }).click()
}

async function openFirstRoom(page: Page) {
  await page.getByRole('navigation').getByRole('link', { name: 'Discussions' }).click()
  await page.getByRole('main').getByRole('list', { name: 'Discussions' }).getByRole('link').first().click()
  await expect(page.getByRole('textbox', { name: /Message pour/ })).toBeVisible()
}

async function say(page: Page, text: string) {
  const field = page.getByRole('textbox', { name: /Message pour/ })
  await field.fill(text)
  await field.press('Enter')
  await expect(message(page, text)).toBeVisible()
  await expect(field).toHaveValue('')
}

const message = (page: Page, text: string) => page.getByRole('listitem', { name: text })

/** Presses one of the buttons that appear over a message. */
async function act(row: Locator, name: string) {
  await row.hover()
  await row.getByRole('button', { name, exact: true }).click()
}

/** Chooses from the menu behind a message's three dots. */
async function choose(page: Page, row: Locator, name: string) {
  await act(row, 'Autres actions')
  await page.getByRole('menuitem', { name }).click()
}
