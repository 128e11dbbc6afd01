/** The rows of the accessibility table that axe cannot judge; each test is named after its criterion of WCAG 2.2. */
import { expect, type Page, test } from '@playwright/test'
import { expectNoSideScroll, open } from './demo'

const routes = [
  '/c/c0/today',
  '/c/c0/rooms',
  '/c/c0/rooms/r0',
  '/c/c0/boards',
  '/c/c0/posts/t0',
  '/c/c0/agenda',
  '/c/c0/agenda?view=week',
  '/c/c0/agenda?view=month',
  '/c/c0/agenda/e0',
  '/c/c0/agenda/new',
  '/c/c0/people',
  '/c/c0/people/p3',
  '/c/c0/invite',
  '/network',
  '/settings',
] as const

const look = { lang: 'fr', theme: 'light' } as const

test('1.3.1: landmarks and one main heading on every screen', async ({ page }) => {
  for (const route of routes) {
    await open(page, route, look)
    await expect(page.getByRole('main')).toHaveCount(1)
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1)
    expect(await page.getByRole('navigation').count()).toBeGreaterThanOrEqual(2)
  }
})

test('1.4.10: at 320 px, as with 400 % on a desk, nothing scrolls to the side', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 })
  for (const route of routes) {
    await open(page, route, look)
    await expectNoSideScroll(page)
  }
})

test('1.4.12: with the spacing that a reader chooses, nothing is cut off to the side', async ({ page }) => {
  for (const route of routes) {
    await open(page, route, look)
    await page.addStyleTag({
      content:
        '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }',
    })
    await expectNoSideScroll(page)
  }
})

test('2.3.3: where motion is unwelcome, nothing moves', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await open(page, '/c/c0/today', look)
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('dialog')).toBeVisible()
  expect(await page.evaluate(() => document.getAnimations().length)).toBe(0)
})

test('2.4.7 and 2.4.11: each stop of Tab is seen, with its ring', async ({ page }) => {
  for (const route of [
    '/c/c0/today',
    '/c/c0/rooms/r0',
    '/c/c0/agenda?view=month',
    '/c/c0/agenda/e0',
  ] as const) {
    await open(page, route, look)
    for (let stop = 0; stop < 25; stop += 1) {
      await page.keyboard.press('Tab')
      // Scrolling to what has the focus takes a frame or two.
      await expect
        .poll(() => focusSeen(page), { message: `${route}, stop ${stop}` })
        .toEqual({ visible: true, ring: true })
    }
  }
})

test('2.5.8: whatever is pressed is at least 24 px high and wide', async ({ page }) => {
  const found: Record<string, string[]> = {}
  for (const route of routes) {
    await open(page, route, look)
    const small = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('button, a[href], [role=button], input, textarea')]
        // A link inside a sentence is as high as its line, which the criterion allows; so is what is not shown, and
        // the link of a card, which is as large as the card.
        .filter((one) => one.offsetParent !== null && !one.closest('p, .prose, label, .sr-only'))
        .filter((one) => getComputedStyle(one, '::after').position !== 'absolute')
        .map((one) => ({ words: one.textContent || one.ariaLabel, box: one.getBoundingClientRect() }))
        .filter(({ box }) => box.width > 1 && (box.width < 24 || box.height < 24))
        .map(({ words, box }) => `${words}: ${Math.round(box.width)} × ${Math.round(box.height)}`),
    )
    if (small.length > 0) found[route] = small
  }
  expect(found).toEqual({})
})

test('3.1.1: the page says its language', async ({ page }) => {
  await open(page, '/c/c0/today', { lang: 'en', theme: 'light' })
  await expect(page.locator('html')).toHaveAttribute('lang', 'en-GB')
  await open(page, '/c/c0/today', look)
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr')
})

test('3.2.6: help stands at the same place on every screen', async ({ page }) => {
  const places = new Set<string>()
  for (const route of routes) {
    await open(page, route, look)
    const box = await page.getByRole('button', { name: 'Aide' }).boundingBox()
    places.add(`${box?.x}/${box?.y}`)
  }
  expect(places.size).toBe(1)
})

test('1.4.11: where the system chooses the colours, what is chosen keeps an edge', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' })
  for (const route of ['/c/c0/today', '/c/c0/agenda?view=month', '/settings'] as const) {
    await open(page, route, look)
    const { count, bare } = await page.evaluate(() => {
      const chosen = '[aria-current=page], [aria-pressed=true], [data-selected]'
      const shown = [...document.querySelectorAll<HTMLElement>(chosen)].filter(
        (one) => one.offsetParent !== null,
      )
      const bare = shown.filter((one) => getComputedStyle(one).outlineStyle === 'none')
      return { count: shown.length, bare: bare.map((one) => one.outerHTML.slice(0, 120)) }
    })
    expect(count, route).toBeGreaterThan(0)
    expect(bare, route).toEqual([])
  }
})

/** Whether what has the focus is on screen, uncovered, and has an outline of three pixels. */
function focusSeen(page: Page) {
  return page.evaluate(() => {
    const one = document.activeElement as HTMLElement
    const box = one.getBoundingClientRect()
    const [x, y] = [box.left + Math.min(box.width, 40) / 2, box.top + Math.min(box.height, 40) / 2]
    const top = document.elementFromPoint(x, y)
    const visible = top !== null && (one.contains(top) || top.contains(one))
    const inner = one.matches('input, textarea') ? one.closest('[class*=focus-within]') : null
    const { outlineWidth, outlineStyle } = getComputedStyle(one)
    const ring = (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 3) || inner !== null
    return { visible, ring }
  })
}
