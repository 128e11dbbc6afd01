import { expect, test } from '@playwright/test'
import { expectAccessible, expectNoSideScroll, expectStill, open } from './demo'
import { screens } from './routes'

for (const lang of ['fr', 'en'] as const) {
  for (const theme of ['light', 'dark'] as const) {
    test.describe(`${lang}, ${theme}`, () => {
      for (const [name, path] of screens) {
        test(`${name} is accessible and fits`, async ({ page }) => {
          const faults: string[] = []
          page.on('console', (message) => {
            if (message.type() === 'error') faults.push(message.text())
          })
          page.on('pageerror', (error) => faults.push(error.message))
          await open(page, path, { lang, theme })
          await expectAccessible(page)
          await expectNoSideScroll(page)
          await expectStill(page)
          await page.screenshot({ path: `test-results/screens/${name}-${lang}-${theme}.png` })
          expect(faults, 'the console stays silent, also under the content security policy').toEqual([])
        })
      }
    })
  }
}

for (const [width, height] of [
  [800, 600],
  [390, 800],
] as const) {
  test.describe(`${width} wide`, () => {
    test.use({ viewport: { width, height } })
    for (const [name, path] of [['home', '/c/c0'] as const, ...screens]) {
      test(`${name} is accessible and fits`, async ({ page }) => {
        await open(page, path, { lang: 'fr', theme: 'light' })
        await expectAccessible(page)
        await expectNoSideScroll(page)
        await expectStill(page)
        await page.screenshot({ path: `test-results/screens/${name}-${width}.png` })
      })
    }
  })
}

test.describe('empty and failed looks', () => {
  for (const world of ['empty', 'failing'] as const) {
    for (const [name, path] of screens) {
      test(`${name}, ${world}`, async ({ page }) => {
        await open(page, path, { lang: 'fr', theme: 'light', world })
        await expectAccessible(page)
        await page.screenshot({ path: `test-results/screens/${name}-${world}.png` })
      })
    }
  }
})

test('with text at 200 % everything still fits', async ({ page }) => {
  for (const [, path] of screens) {
    await open(page, path, { lang: 'fr', theme: 'light', size: 200 })
    await expectNoSideScroll(page)
  }
})

test('a choice far down a long form leaves the frame where it is', async ({ page }) => {
  await open(page, '/c/c0/agenda/new', { lang: 'en', theme: 'light' })
  await page.getByRole('button', { name: /Does it repeat/ }).click()
  await page.getByRole('option', { name: 'Every week' }).click()
  await page.getByText('A number of times').click()
  await expect(page.getByRole('radio', { name: 'A number of times' })).toBeChecked()
  await expectStill(page)
  expect(await page.evaluate(() => document.documentElement.scrollTop)).toBe(0)
})
