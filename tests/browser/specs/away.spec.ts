/** Three neighbours, one of whom is away for a while: what the others wrote is there when she is back, the same for all. */
import { expect, type Page, test } from '@playwright/test'
import { type Neighbour, Neighbours } from '../src/neighbours.ts'
import { expectAccessible } from '../src/page.ts'

let street: Neighbours
let c: string

test.beforeAll(async ({ browser }) => {
  street = await Neighbours.meet(browser)
  c = `/c/${street.community}`
})

test.afterAll(async () => {
  await street?.part()
})

test('two seats, three neighbours: one order everywhere, also with an answer that comes late', async () => {
  const { zoe, sami, odette, all } = street
  const page = await zoe.at(`${c}/agenda/new`)
  await page.getByRole('textbox', { name: 'C’est quoi ?' }).fill('Sortie en barque')
  await page.getByRole('textbox', { name: /Nombre de places/ }).fill('2')
  await page.getByRole('button', { name: 'Publier le rendez-vous' }).click()
  await expect(page.getByRole('heading', { name: 'Sortie en barque', level: 1 })).toBeVisible()
  for (const one of [sami, odette]) await openEvent(one)

  await test.step('Odette answers first, while nobody hears her', async () => {
    await odette.cutOff([zoe, sami])
    await expect(odette.page.getByText('Hors ligne : tout est gardé ici')).toBeVisible()
    await odette.page.getByRole('button', { name: 'Je viens' }).click()
    await expectSeats(odette.page, { coming: ['Odette'], waiting: [] })
  })

  await test.step('the others take the two seats that they see', async () => {
    await zoe.page.getByRole('button', { name: 'Je viens' }).click()
    await expectSeats(sami.page, { coming: ['Zoé'], waiting: [] })
    await sami.page.getByRole('button', { name: 'Je viens' }).click()
    for (const { page } of [zoe, sami]) {
      await expectSeats(page, { coming: ['Zoé', 'Sami'], waiting: [] })
      await expect(page.getByText('Les 2 places sont prises')).toBeVisible()
    }
  })

  await test.step('her answer arrives, and the order is the same for all', async () => {
    await odette.reconnect([zoe, sami])
    for (const { page } of all) await expectSeats(page, { coming: ['Odette', 'Zoé'], waiting: ['Sami'] })
    await expect(sami.page.getByText('vous êtes numéro 1 sur la liste d’attente')).toBeVisible()
    await expectAccessible(sami.page)
  })

  await test.step('a seat is given back while Odette is away: the next moves up, for her too', async () => {
    await odette.vanish()
    await zoe.page.getByRole('button', { name: 'Je ne peux pas' }).click()
    for (const { page } of [zoe, sami]) await expectSeats(page, { coming: ['Odette', 'Sami'], waiting: [] })
    await expect(sami.page.getByText(/sur la liste d’attente/)).toHaveCount(0)
    await odette.returns([zoe, sami])
    await openEvent(odette)
    await expectSeats(odette.page, { coming: ['Odette', 'Sami'], waiting: [] })
  })
})

test('a question with its answer, an announcement to read and a settled topic wait for who was away', async () => {
  const { zoe, sami, odette } = street
  await odette.vanish()

  await test.step('Sami asks, Zoé answers, and he says that this is the answer', async () => {
    await publish(sami, 'question', 'Qui a une échelle ?')
    await (await zoe.at(`${c}/boards`)).getByRole('link', { name: /Qui a une échelle/ }).click()
    await comment(zoe.page, 'Au 12, dans la cour.')
    await comment(zoe.page, 'Elle fait trois mètres.')
    const answer = sami.page.getByRole('listitem').filter({ hasText: 'Au 12, dans la cour.' })
    await answer.getByRole('button', { name: 'Autres actions' }).click()
    await sami.page.getByRole('menuitem', { name: 'Ceci répond à ma question' }).click()
    await expect(answer.getByText('La réponse')).toBeVisible()
  })

  await test.step('Zoé announces; Sami has read it, Odette not yet', async () => {
    await publish(zoe, 'announcement', 'Coupure de gaz mardi')
    await (await sami.at(`${c}/boards`)).getByRole('link', { name: /Coupure de gaz/ }).click()
    await sami.page.getByRole('button', { name: 'J’ai lu', exact: true }).click()
    await expect(zoe.page.getByText('1 personne sur 2 a lu')).toBeVisible()
    await zoe.page.getByRole('button', { name: 'Qui a lu ?' }).click()
    await expectReaders(zoe.page, { missing: '1 personne n’a pas encore lu', names: ['Odette'] })
    await expectReaders(zoe.page, { missing: '1 personne a lu', names: ['Sami'] })
    await expectAccessible(zoe.page)
    await zoe.page.keyboard.press('Escape')
  })

  await test.step('a message becomes a topic, and the topic is settled', async () => {
    const { room } = street
    await say(await zoe.at(`${c}/rooms/${room}`), 'Qui garde les clés de la salle ?')
    const row = (await sami.at(`${c}/rooms/${room}`)).getByRole('listitem', { name: /les clés de la salle/ })
    await row.hover()
    await row.getByRole('button', { name: 'Autres actions' }).click()
    await sami.page.getByRole('menuitem', { name: 'En faire un fil' }).click()
    await sami.page.getByRole('textbox', { name: 'De quoi s’agit-il ?' }).fill('Les clés')
    await sami.page.getByRole('button', { name: 'Ouvrir le fil' }).click()
    await expect(sami.page.getByRole('heading', { name: 'Les clés', level: 2 })).toBeVisible()
    await say(sami.page, 'Moi, jusqu’à mai.')
    await zoe.page.getByRole('link', { name: /Les clés/ }).first().click()
    await expect(zoe.page.getByRole('listitem', { name: /jusqu’à mai/ })).toBeVisible()
    await sami.page.getByRole('button', { name: 'Marquer comme réglé' }).click()
    await expect(zoe.page.getByText('Réglé, selon Sami')).toBeVisible()
  })

  await test.step('Odette is back and finds all of it', async () => {
    await odette.returns([zoe, sami])
    const { page } = odette
    await page.getByRole('link', { name: 'Tableaux' }).click()
    await page.getByRole('link', { name: /Qui a une échelle/ }).click()
    // The answer stands first.
    await expect(page.getByRole('article').filter({ hasText: 'La réponse' })).toContainText('Au 12, dans la cour.')
    await page.getByRole('link', { name: 'Tableaux' }).click()
    await expect(page.getByRole('main').getByText('Résolu')).toBeVisible()
    await page.getByRole('link', { name: /Coupure de gaz/ }).click()
    await page.getByRole('button', { name: 'J’ai lu', exact: true }).click()

    await odette.at(`${c}/rooms/${street.room}`)
    await page.getByRole('button', { name: 'Fils de discussion' }).click()
    await page.getByText('1 fil réglé').click()
    await page.getByRole('dialog').getByRole('link', { name: /Les clés/ }).click()
    await expect(page.getByText('Réglé, selon Sami')).toBeVisible()
    await expect(page.getByRole('listitem', { name: /jusqu’à mai/ })).toBeVisible()
  })

  await test.step('and Zoé sees that everybody has read', async () => {
    await (await zoe.at(`${c}/boards`)).getByRole('link', { name: /Coupure de gaz/ }).click()
    await expect(zoe.page.getByText('2 personnes sur 2 ont lu')).toBeVisible()
  })
})

test('here, with one neighbour, with two: each state is said as they return, and found from anywhere', async () => {
  const { zoe, sami, odette } = street
  await sami.vanish()
  await odette.vanish()
  const { page } = zoe

  await test.step('Zoé creates while nobody is there', async () => {
    await zoe.at(`${c}/today`)
    await expect(page.getByText('Hors ligne : tout est gardé ici')).toBeVisible()
    await page.getByRole('button', { name: 'Créer', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Écrire un sujet' }).click()
    await page.getByRole('textbox', { name: 'Titre' }).fill('Le tandem est réparé')
    await page.getByRole('button', { name: 'Publier' }).click()
    await expect(page.getByRole('heading', { name: 'Le tandem est réparé', level: 1 })).toBeVisible()
    await expect(page.getByRole('button', { name: 'gardé ici' })).toBeVisible()
  })
  const post = new URL(page.url()).pathname

  await test.step('the page of connections says what waits, and who was there when', async () => {
    await page.getByRole('link', { name: /Hors ligne/ }).click()
    await expect(page.getByText(/changements? attend(ent)? une autre personne/)).toBeVisible()
    const known = page.getByRole('list', { name: 'Ordinateurs connus' }).getByRole('listitem')
    for (const name of ['Sami', 'Odette']) {
      await expect(known.filter({ hasText: name })).toContainText(/Vu la dernière fois : \d\d:\d\d/)
    }
    await expectAccessible(page)
  })

  await test.step('Sami is back: one neighbour has it, and nothing waits', async () => {
    await sami.returns([zoe])
    await expect(page.getByText('Tout ce que vous avez écrit est chez au moins une autre personne.')).toBeVisible()
    await expect(page.getByRole('listitem').filter({ hasText: 'Sami' })).toContainText(/En ligne depuis/)
    await zoe.at(post)
    await expect(page.getByRole('button', { name: 'chez 1 voisin' })).toBeVisible()
  })

  await test.step('Odette is back: two have it', async () => {
    await odette.returns([zoe, sami])
    await expect(page.getByRole('button', { name: 'chez 2 voisins' })).toBeVisible()
    await expect(page.getByText('2 voisins connectés')).toBeVisible()
  })

  await test.step('she finds it from anywhere by Ctrl K', async () => {
    await odette.at(`${c}/agenda`)
    await odette.page.keyboard.press('Control+k')
    await odette.page.keyboard.type('tandem')
    await odette.page.getByRole('menuitem', { name: /Le tandem est réparé.*Zoé/ }).click()
    await expect(odette.page.getByRole('heading', { name: 'Le tandem est réparé', level: 1 })).toBeVisible()
  })
})

/** Holds who comes and who waits, in this order. */
async function expectSeats(page: Page, { coming, waiting }: { coming: string[]; waiting: string[] }) {
  const people = (group: RegExp) => page.getByRole('region', { name: group }).getByRole('listitem')
  await expect(people(/^\d+ vien(t|nent)$/)).toHaveText(coming.map((name) => new RegExp(name)))
  await expect(people(/en liste d’attente$/)).toHaveText(waiting.map((name) => new RegExp(name)))
}

async function openEvent(by: Neighbour) {
  await (await by.at(`${c}/agenda`)).getByRole('link', { name: /Sortie en barque/ }).click()
  await expect(by.page.getByRole('heading', { name: 'Sortie en barque', level: 1 })).toBeVisible()
}

async function expectReaders(page: Page, { missing, names }: { missing: string; names: string[] }) {
  const list = page.getByRole('dialog').getByRole('region', { name: missing })
  await expect(list.getByRole('listitem')).toHaveText(names.map((name) => new RegExp(name)))
}

async function publish(by: Neighbour, kind: string, title: string) {
  const page = await by.at(`${c}/boards/new?kind=${kind}`)
  await page.getByRole('textbox', { name: 'Titre' }).fill(title)
  await page.getByRole('button', { name: 'Publier' }).click()
  await expect(page.getByRole('heading', { name: title, level: 1 })).toBeVisible()
}

async function comment(page: Page, text: string) {
  await page.getByRole('textbox', { name: 'Votre commentaire' }).fill(text)
  await page.getByRole('button', { name: 'Publier le commentaire' }).click()
  await expect(page.getByRole('main').getByText(text)).toBeVisible()
}

async function say(page: Page, text: string) {
  const field = page.getByRole('textbox', { name: /Message pour/ })
  await field.fill(text)
  await field.press('Enter')
  await expect(page.getByRole('listitem', { name: text })).toBeVisible()
}
