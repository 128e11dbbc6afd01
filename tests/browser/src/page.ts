/** What all suites do with a page. */
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import type { Peer } from './peer.ts'

/** How the screens look. */
export type Look = { language: 'fr' | 'en'; theme: 'light' | 'dark' }

/** All four looks. */
export const looks: readonly Look[] = (['fr', 'en'] as const).flatMap((language) =>
  (['light', 'dark'] as const).map((theme) => ({ language, theme })),
)

/** Sets how a peer's screens look, as its settings screen would. */
export async function setLook(peer: Peer, { language, theme }: Look): Promise<void> {
  const settings = await peer.call<object>('settings_get')
  await peer.call('settings_set', { ...settings, language, theme })
}

/** Opens a peer's link; its key then stays in the tab. */
export async function enter(page: Page, peer: Peer): Promise<void> {
  // The address of another start of this node may be kept by the browser: only a whole load reads the new key.
  await page.goto('about:blank')
  await page.goto(peer.url)
  await settled(page)
}

/** Opens an address of a peer whose link was opened in this tab before. */
export async function show(page: Page, peer: Peer, path: string): Promise<void> {
  await page.goto(new URL(path, peer.url).href)
  await settled(page)
}

/** Waits until a screen is there with what it shows. */
export async function settled(page: Page): Promise<void> {
  await expect(page.locator('main')).toBeVisible()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.waitForLoadState('networkidle')
  await expect(page.getByRole('status', { name: /Un instant|One moment/ })).toHaveCount(0)
  await page.evaluate(() => document.fonts.ready)
}

/** Holds that axe finds nothing on the page. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze()
  const told = violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.map(({ html }) => html.slice(0, 200)) }))
  expect(told, page.url()).toEqual([])
}

/** Holds that nothing sticks out to the side (WCAG 1.4.10). */
export async function expectNoSideScroll(page: Page): Promise<void> {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(over, `${page.url()} is wider than its window`).toBeLessThanOrEqual(0)
}
