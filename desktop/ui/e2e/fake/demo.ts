import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** What the fake build shows. */
export type Look = {
  lang: 'fr' | 'en'
  theme: 'light' | 'dark'
  world?: 'lively' | 'empty' | 'failing' | 'new' | 'huge'
  size?: number
}

/** Opens an address of the fake build and waits until its screen is there. */
export async function open(page: Page, path: string, look: Look) {
  const query = new URLSearchParams({ lang: look.lang, theme: look.theme, world: look.world ?? 'lively' })
  query.set('size', String(look.size ?? 100))
  await page.goto(`${path}${path.includes('?') ? '&' : '?'}${query}`)
  await expect(page.locator('main')).toBeVisible()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  // Lists show "one moment" only after a while; what is on its way has then arrived.
  await expect(page.getByRole('status', { name: /Un instant|One moment/ })).toHaveCount(0)
}

/** Holds that axe finds nothing on the page; `passed`: rules that cannot be judged there. */
export async function expectAccessible(page: Page, passed: string[] = []) {
  // What fades in has no contrast yet; what turns for ever is not waited for.
  await page.evaluate(() => {
    const ends = document
      .getAnimations()
      .filter((one) => one.effect?.getComputedTiming().iterations !== Infinity)
    return Promise.allSettled(ends.map((one) => one.finished)).then(() => undefined)
  })
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .disableRules(passed)
    .analyze()
  const told = violations.map(({ id, help, nodes }) => ({
    id,
    help,
    where: nodes.map((node) => node.html.slice(0, 200)),
  }))
  expect(told).toEqual([])
}

/** Holds that nothing sticks out to the side: WCAG 1.4.10. */
export async function expectNoSideScroll(page: Page) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(over, 'the page is wider than its window').toBeLessThanOrEqual(0)
}

/** Holds that the window has nothing to scroll: what scrolls is inside, and the frame stays where it is. */
export async function expectStill(page: Page) {
  const over = await page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight)
  expect(over, 'the page is higher than its window').toBeLessThanOrEqual(0)
}
