/** The key flows that exist here: each within its clicks, each by keyboard alone; typing is not counted. */
import { expect, type Locator, type Page, test } from '@playwright/test'
import { open } from './demo'

/** Presses and writes, by mouse or by keys alone. */
type Hand = { press(what: Locator): Promise<void>; write(field: Locator, text: string): Promise<void> }

type Flow = {
  /** Its number and name in the list of key flows. */
  name: string
  /** Presses it may take; typing is not counted. */
  clicks: number
  from?: string
  /** What is there before it begins. */
  before?: (page: Page) => Promise<void>
  walk: (page: Page, hand: Hand) => Promise<void>
  done: (page: Page) => Promise<void>
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first()
const link = (page: Page, name: string | RegExp) => page.getByRole('link', { name }).first()
const item = (page: Page, name: string | RegExp) => page.getByRole('menuitem', { name }).first()
const field = (page: Page, name: string | RegExp) => page.getByRole('textbox', { name }).first()

const flows: Flow[] = [
  {
    name: '1, ask for help',
    clicks: 3,
    walk: async (page, hand) => {
      await hand.press(button(page, 'Créer'))
      await hand.press(item(page, 'Poser une question'))
      await hand.write(field(page, 'Titre'), 'Qui a une échelle ?')
      await hand.press(button(page, 'Publier'))
    },
    done: (page) =>
      expect(page.getByRole('heading', { level: 1, name: 'Qui a une échelle ?' })).toBeVisible(),
  },
  {
    name: '2, answer who asks',
    clicks: 2,
    from: '/c/c0/boards',
    walk: async (page, hand) => {
      await hand.press(link(page, /réparateur de vélo/))
      await hand.write(field(page, 'Votre commentaire'), 'Je peux aider')
      await hand.press(button(page, 'Publier le commentaire'))
    },
    done: (page) => expect(page.getByRole('listitem').getByText('Je peux aider')).toBeVisible(),
  },
  {
    name: '3, come to an event',
    clicks: 1,
    walk: (page, hand) => hand.press(button(page, 'Je viens : Fête de la soupe')),
    done: (page) => expect(page.getByRole('button', { name: 'Je viens : Fête de la soupe' })).toHaveCount(0),
  },
  {
    name: '4, take an empty seat',
    clicks: 2,
    walk: async (page, hand) => {
      await hand.press(link(page, 'Fête de la soupe'))
      await hand.press(button(page, 'Je m’en charge : Apporter des bols'))
    },
    done: (page) => expect(button(page, 'Qui peut me remplacer ?')).toBeVisible(),
  },
  {
    name: '5, ask to be replaced',
    clicks: 3,
    from: '/c/c0/agenda/e0',
    before: async (page) => {
      await button(page, 'Je m’en charge : Apporter des bols').click()
      await expect(button(page, 'Qui peut me remplacer ?')).toBeVisible()
    },
    walk: (page, hand) => hand.press(button(page, 'Qui peut me remplacer ?')),
    done: (page) => expect(page.getByText('cherche une relève')).toBeVisible(),
  },
  {
    name: '8, a message becomes an event',
    clicks: 3,
    from: '/c/c0/rooms/r1',
    walk: async (page, hand) => {
      await hand.press(page.getByRole('listitem').last().getByRole('button', { name: 'Autres actions' }))
      await hand.press(item(page, /rendez-vous/))
      await hand.press(button(page, 'Publier le rendez-vous'))
    },
    done: (page) => expect(page.getByRole('heading', { level: 1, name: /du lundi au jeudi/ })).toBeVisible(),
  },
  {
    name: '8, a message becomes a topic',
    clicks: 3,
    from: '/c/c0/rooms/r1',
    walk: async (page, hand) => {
      await hand.press(page.getByRole('listitem').last().getByRole('button', { name: 'Autres actions' }))
      await hand.press(item(page, 'En faire un fil'))
      await hand.write(field(page, 'De quoi s’agit-il ?'), 'Arrosage')
      await hand.press(button(page, 'Ouvrir le fil'))
    },
    done: (page) => expect(page.getByText('Arrosage').first()).toBeVisible(),
  },
  {
    name: '12, invite by a square',
    clicks: 3,
    walk: async (page, hand) => {
      await hand.press(link(page, 'Inviter quelqu’un'))
      await hand.press(button(page, 'Créer une invitation'))
    },
    done: (page) => expect(page.getByRole('img', { name: /Carré à scanner/ })).toBeVisible(),
  },
  {
    name: '13, join by a link',
    clicks: 3,
    from: '/welcome',
    walk: async (page, hand) => {
      await hand.press(link(page, /Rejoindre avec un lien/))
      await hand.write(field(page, 'Votre invitation'), `allforone://join/${'a7'.repeat(30)}`)
      await hand.write(field(page, /Comment vous appelez-vous|prénom|Qui êtes-vous/), 'Nour')
      await hand.press(button(page, /^Entrer|^Rejoindre/))
    },
    done: (page) => expect(page).toHaveURL(/welcome\/join\/|\/c\//),
  },
  {
    name: '15, announce',
    clicks: 3,
    walk: async (page, hand) => {
      await hand.press(button(page, 'Créer'))
      await hand.press(item(page, 'Annoncer'))
      await hand.write(field(page, 'Titre'), 'Coupure de gaz')
      await hand.press(button(page, 'Publier'))
    },
    done: (page) => expect(page.getByRole('heading', { level: 1, name: 'Coupure de gaz' })).toBeVisible(),
  },
  {
    name: '16, subscribe to the calendar',
    clicks: 3,
    walk: async (page, hand) => {
      await hand.press(link(page, 'Agenda'))
      await hand.press(button(page, 'S’abonner dans mon calendrier'))
      await hand.press(button(page, 'Copier l’adresse'))
    },
    done: (page) => expect(page.getByText(/Copié|copiée/).first()).toBeVisible(),
  },
  {
    name: '20, create a community',
    clicks: 3,
    from: '/welcome',
    walk: async (page, hand) => {
      await hand.press(link(page, /Créer une communauté/))
      await hand.write(field(page, /Comment s’appelle/), 'Rue des Lilas')
      await hand.write(field(page, /Qui êtes-vous/), 'Camille')
      await hand.press(button(page, /^Créer/))
    },
    done: (page) => expect(page.getByRole('heading', { level: 1, name: /mots de secours/ })).toBeVisible(),
  },
  {
    name: '19, catch up',
    clicks: 1,
    walk: (page, hand) => hand.press(button(page, 'Tout marquer comme vu')),
    done: (page) => expect(page.getByRole('link', { name: /Discussions.*nouveaux/ })).toHaveCount(0),
  },
]

async function begin(page: Page, flow: Flow) {
  const world = flow.from === '/welcome' ? 'new' : 'lively'
  await open(page, flow.from ?? '/c/c0/today', { lang: 'fr', theme: 'light', world })
  await flow.before?.(page)
}

for (const flow of flows) {
  test(`within its clicks: ${flow.name}`, async ({ page }) => {
    await begin(page, flow)
    let clicks = 0
    await flow.walk(page, {
      press: async (what) => {
        clicks += 1
        await what.click()
      },
      write: (field, text) => field.fill(text),
    })
    await flow.done(page)
    expect(clicks).toBeLessThanOrEqual(flow.clicks)
  })

  test(`by keyboard alone: ${flow.name}`, async ({ page }) => {
    await begin(page, flow)
    await flow.walk(page, {
      press: async (what) => {
        await reach(page, what)
        await page.keyboard.press('Enter')
      },
      write: async (field, text) => {
        await reach(page, field)
        await page.keyboard.type(text)
      },
    })
    await flow.done(page)
  })
}

/** Goes to something as far as Tab, or the arrows in a menu, lead. */
async function reach(page: Page, what: Locator) {
  await what.waitFor({ state: 'attached' })
  const inMenu = (await what.getAttribute('role')) === 'menuitem'
  for (let stops = 0; stops < 200; stops += 1) {
    if (await what.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press(inMenu ? 'ArrowDown' : 'Tab')
  }
  throw new Error('no number of stops leads there')
}
