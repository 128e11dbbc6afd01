/** Every screen where somebody needs stronger contrast: by the settings, light and dark, and by the system. */
import { expect, type Page, test } from '@playwright/test'
import { expectAccessible, expectNoSideScroll, open } from './demo'
import { screens } from './routes'

// Each screen is judged two or three times.
test.setTimeout(180_000)

for (const lang of ['fr', 'en'] as const) {
  test.describe(lang, () => {
    for (const [name, path] of screens) {
      test(`${name} is accessible in high contrast, light, dark and in forced colours`, async ({ page }) => {
        // Colours that are on their way to others would be judged half-way.
        await page.emulateMedia({ reducedMotion: 'reduce' })
        await open(page, path, { lang, theme: 'light' })
        for (const theme of ['light', 'dark'] as const) {
          await strengthen(page, theme)
          await expectAccessible(page)
        }
        await expectNoSideScroll(page)
        await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' })
        // The system chooses them as the page is painted; axe sees those that the page had asked for.
        await expectAccessible(page, ['color-contrast'])
        expect(await ownColours(page), 'nothing insists on its own colours').toEqual([])
      })
    }
  })
}

test('what the system asks for looks as what the settings ask for', async ({ page }) => {
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ contrast: 'no-preference', reducedMotion: 'reduce' })
    await open(page, '/c/c0/today', { lang: 'fr', theme })
    const plain = await colours(page)
    await page.emulateMedia({ contrast: 'more', reducedMotion: 'reduce' })
    const asked = await colours(page)
    expect(asked).not.toEqual(plain)
    await page.emulateMedia({ contrast: 'no-preference', reducedMotion: 'reduce' })
    await strengthen(page, theme)
    expect(await colours(page)).toEqual(asked)
  }
})

/** Asks for strong contrast in the settings and waits until the page has it. */
async function strengthen(page: Page, theme: 'light' | 'dark') {
  await page.evaluate((theme) => {
    const { demo } = globalThis as unknown as {
      demo: { world: { settings: object }; changed(subject: string[]): void }
    }
    demo.world.settings = { ...demo.world.settings, theme, high_contrast: true }
    demo.changed(['settings'])
  }, theme)
  const html = page.locator('html')
  await expect(html).toHaveAttribute('data-contrast', 'more')
  await expect(html).toHaveAttribute('data-theme', theme)
}

/** Returns what keeps its own colours where the system chooses them; drawings take that of the text around them. */
const ownColours = (page: Page) =>
  page.evaluate(() =>
    [...document.body.querySelectorAll('*')]
      .filter((one) => getComputedStyle(one).getPropertyValue('forced-color-adjust') === 'none')
      .map((one) => one.outerHTML.slice(0, 160)),
  )

/** Returns the colours of text and edges. */
const colours = (page: Page) =>
  page.evaluate(() => {
    const style = getComputedStyle(document.documentElement)
    return ['--ink', '--ink-soft', '--line', '--line-strong', '--canvas', '--panel'].map((name) =>
      style.getPropertyValue(name).trim(),
    )
  })
