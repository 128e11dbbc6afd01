import { expect, test } from '@playwright/test'
import { expectAccessible, expectNoSideScroll, open } from './demo'

const link = `allforone://join/${'look'.repeat(10)}`

for (const lang of ['fr', 'en'] as const) {
  test(`one looks behind the door, comes in, and says a name at the first word: ${lang}`, async ({
    page,
  }) => {
    const say = (fr: string, en: string) => (lang === 'fr' ? fr : en)
    await open(page, `/welcome/join?link=${link}`, {
      lang,
      theme: lang === 'fr' ? 'light' : 'dark',
      world: 'new',
    })
    await page.getByRole('button', { name: say('Voir où elle mène', 'See what it leads to') }).press('Enter')
    const door = page.getByRole('region', { name: say('Derrière cette porte', 'Behind this door') })
    await expect(door).toContainText('31')
    await expectAccessible(page)
    await door
      .getByRole('button', { name: say('Entrer et regarder', 'Come in and look around') })
      .press('Enter')
    await page.getByRole('button', { name: say('Continuer', 'Continue') }).press('Enter')
    await page.getByRole('link', { name: say('Plus tard', 'Later') }).press('Enter')
    await expect(
      page.getByText(say('Vous regardez, sans nom.', 'looking around without a name')),
    ).toBeVisible()
    await page.getByRole('link', { name: 'Discussions', exact: true }).click()
    await page
      .getByRole('main')
      .getByRole('link', { name: say('Discussion générale', 'General') })
      .click()
    await page.getByRole('textbox', { name: /Message/ }).fill('Bonjour')
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: say('Qui êtes-vous ?', 'Who are you?') })
    await expect(dialog.getByRole('textbox')).toBeFocused()
    await expectAccessible(page)
    await expectNoSideScroll(page)
    await page.keyboard.type('Inès')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('listitem', { name: /Bonjour/ })).toBeVisible()
    await expect(
      page.getByText(say('Vous regardez, sans nom.', 'looking around without a name')),
    ).toHaveCount(0)
  })
}
