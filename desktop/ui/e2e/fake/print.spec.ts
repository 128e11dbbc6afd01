/** What comes out of the printer: as many sheets of A4 as it should be, nothing cut off, nothing to press. */
import { expect, type Page, test } from '@playwright/test'
import { open } from './demo'

/** What is left of A4 between margins of 16 mm, in CSS pixels. */
const PAPER = { width: 673, height: 1002 }

const sheets = [
  ['an event', '/c/c0/agenda/e0', 2],
  ['an event of a series', '/c/c0/agenda/e1', 2],
  // A year of a weekly series.
  ['the agenda', '/c/c0/agenda', 15],
  ['the month', '/c/c0/agenda?view=month', 2],
  ['a post', '/c/c0/posts/t0', 2],
  ['who is there', '/c/c0/people', 3],
] as const

for (const lang of ['fr', 'en'] as const) {
  for (const theme of ['light', 'dark'] as const) {
    for (const [name, path, most] of sheets) {
      test(`${name} on paper, ${lang}, ${theme}`, async ({ page }) => {
        await open(page, path, { lang, theme })
        const title = (await page.getByRole('heading', { level: 1 }).textContent()) ?? ''
        await toPaper(page)
        await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
        expect(await cutOff(page)).toEqual([])
        expect(await pressed(page)).toEqual([])
        expect(await sheetsOf(page)).toBeLessThanOrEqual(most)
      })
    }

    test(`an invitation is one sheet with its strips, ${lang}, ${theme}`, async ({ page }) => {
      await open(page, '/c/c0/invite', { lang, theme })
      await page.getByRole('button', { name: /^(Créer une invitation|Create an invitation)$/ }).click()
      await expect(page.getByRole('img', { name: /Carré à scanner|Square to scan/ })).toBeVisible()
      await toPaper(page)
      const sheet = page.locator('[data-sheet]')
      await expect(sheet).toBeVisible()
      await expect(sheet.getByText('AllForOne', { exact: true })).toHaveCount(8)
      await expect(sheet.locator('img')).toHaveCount(9)
      expect(await cutOff(page)).toEqual([])
      expect(await pressed(page)).toEqual([])
      expect(await sheetsOf(page)).toBe(1)
    })
  }
}

test('a community with a long name still fits on one sheet', async ({ page }) => {
  await open(page, '/c/c0/invite', { lang: 'fr', theme: 'light' })
  await page.evaluate(() => {
    const { demo } = globalThis as unknown as {
      demo: { world: { communities: { name: string }[] }; changed(subject: string[]): void }
    }
    const [first] = demo.world.communities
    if (first) first.name = 'Association des habitantes et habitants du quartier des Lilas et de ses environs'
    demo.changed(['communities'])
  })
  await page.getByRole('button', { name: 'Créer une invitation' }).click()
  await expect(page.getByRole('img', { name: /Carré à scanner/ })).toBeVisible()
  await toPaper(page)
  await expect(
    page
      .locator('[data-sheet]')
      .getByText(/quartier des Lilas/)
      .first(),
  ).toBeVisible()
  expect(await cutOff(page)).toEqual([])
  expect(await sheetsOf(page)).toBe(1)
})

async function toPaper(page: Page) {
  await page.setViewportSize(PAPER)
  await page.emulateMedia({ media: 'print' })
}

/** Returns how many sheets of A4 come out. */
async function sheetsOf(page: Page): Promise<number> {
  const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true })
  return pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0
}

/** Returns the texts that stick out of the paper, or are hidden behind the edge of their box. */
const cutOff = (page: Page) =>
  page.evaluate((width) => {
    const faults: string[] = []
    for (const element of document.querySelectorAll<HTMLElement>('main *')) {
      const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim())
      if (!own || !element.checkVisibility() || element.closest('.sr-only')) continue
      const { left, right } = element.getBoundingClientRect()
      const hides = getComputedStyle(element).overflowX !== 'visible'
      const clipped = hides && element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0
      if (left < -1 || right > width + 1 || clipped) faults.push(element.outerHTML.slice(0, 160))
    }
    return faults
  }, PAPER.width)

/** Returns what can be pressed and is still there. */
const pressed = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('main button, main input, main textarea, nav')]
      .filter((one) => one.checkVisibility() && !one.closest('.sr-only') && one.getClientRects().length > 0)
      .map((one) => one.outerHTML.slice(0, 160)),
  )
