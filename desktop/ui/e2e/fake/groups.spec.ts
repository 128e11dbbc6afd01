import { expect, test } from '@playwright/test'
import { expectAccessible, expectNoSideScroll, open } from './demo'

test('a group is started from “Create”, found by the palette, put away and brought back', async ({
  page,
}) => {
  await open(page, '/c/c0/today', { lang: 'fr', theme: 'light' })
  await page.getByRole('button', { name: 'Créer' }).click()
  await page.getByRole('menuitem', { name: 'Lancer un groupe' }).click()
  const dialog = page.getByRole('dialog', { name: 'Lancer un groupe' })
  await expectAccessible(page)
  await dialog.getByRole('textbox', { name: /Comment/ }).fill('Chorale')
  await dialog.getByRole('radio', { name: 'Musique' }).press('Space')
  await dialog.getByRole('button', { name: 'Lancer' }).click()
  await expect(page.getByRole('heading', { level: 1, name: '🎵 Chorale' })).toBeVisible()
  await expect(page.getByRole('list', { name: 'Qui en fait partie' }).getByRole('listitem')).toHaveCount(1)

  await page.keyboard.press('Control+k')
  await page.getByRole('searchbox').fill('velo')
  await page.getByRole('menuitem', { name: /Vélo/ }).first().click()
  await page.getByRole('button', { name: 'Rejoindre : Vélo' }).click()
  await expect(page.getByRole('button', { name: 'Quitter : Vélo' })).toBeVisible()
  await expect(page.getByRole('list', { name: 'Qui en fait partie' }).getByRole('listitem')).toHaveCount(4)

  await page.getByRole('button', { name: /Autres actions|Plus/ }).click()
  await page.getByRole('menuitem', { name: 'Archiver' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Archiver' }).click()
  await page.getByRole('button', { name: 'Rouvrir' }).click()
  await expect(page.getByText('Ce groupe est archivé')).toHaveCount(0)
})

for (const world of ['empty', 'failing'] as const) {
  test(`the list of groups has its ${world} look`, async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 800 })
    await open(page, '/c/c0/people/groups', { lang: 'en', theme: 'dark', world })
    await expect(world === 'empty' ? page.getByText('No group yet') : page.getByRole('alert')).toBeVisible()
    await expectAccessible(page)
    await expectNoSideScroll(page)
  })
}
