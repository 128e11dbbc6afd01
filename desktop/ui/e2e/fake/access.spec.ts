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
  '/c/c0/people/groups',
  '/c/c0/people/groups/g0',
  '/c/c0/people/p3',
  '/c/c0/invite',
  '/network',
  '/settings',
] as const

const look = { lang: 'fr', theme: 'light' } as const

/** More stops than any screen has: where Tab does not come around until then, something is wrong. */
const MOST_STOPS = 160

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

test.describe('2.3.3: where motion is unwelcome, nothing moves', () => {
  for (const [by, still] of [
    ['the system', (page: Page) => page.emulateMedia({ reducedMotion: 'reduce' })],
    [
      'the settings',
      async (page: Page) => {
        await setSettings(page, { reduced_motion: true })
        await expect(page.locator('html')).toHaveAttribute('data-motion', 'still')
      },
    ],
  ] as const) {
    test(`as ${by} will`, async ({ page }) => {
      for (const route of routes) {
        await open(page, route, look)
        await still(page)
        await page.keyboard.press('Control+k')
        await expect(page.getByRole('dialog')).toBeVisible()
        expect(await moving(page), `${route}, palette`).toEqual([])
        await page.keyboard.press('Escape')
        await expect(page.getByRole('dialog')).toHaveCount(0)
        await page.keyboard.press('F1')
        await expect(page.getByRole('dialog', { name: 'Aide' })).toBeVisible()
        expect(await moving(page), `${route}, help`).toEqual([])
        await page.keyboard.press('Escape')
        await expect(page.getByRole('dialog')).toHaveCount(0)
        // Hovering changes colours over time elsewhere.
        await page.getByRole('navigation').getByRole('link').last().hover()
        expect(await moving(page), route).toEqual([])
      }
    })
  }

  test('and where it is welcome, something does', async ({ page }) => {
    await open(page, '/c/c0/today', look)
    await page.evaluate(() => {
      const seen = { begun: 0 }
      Object.assign(globalThis, { seen })
      for (const kind of ['animationstart', 'transitionrun'])
        addEventListener(kind, () => (seen.begun += 1), true)
    })
    await page.keyboard.press('Control+k')
    await expect(page.getByRole('dialog')).toBeVisible()
    const begun = () => page.evaluate(() => (globalThis as unknown as { seen: { begun: number } }).seen.begun)
    await expect.poll(begun).toBeGreaterThan(0)
  })
})

test.describe('2.4.7 and 2.4.11: each stop of Tab is seen whole, with its ring', () => {
  for (const route of [
    ...routes,
    '/welcome',
    '/c/c0/boards/new',
    '/c/c0/people/me/edit',
    '/search?q=a&in=c0',
  ] as const) {
    test(route, async ({ page }) => {
      await open(page, route, look)
      // Once around: until the focus is where it was first, or leaves the page.
      const seen = new Set<string>()
      for (let stop = 0; stop < MOST_STOPS; stop += 1) {
        await page.keyboard.press('Tab')
        const where = await focusPath(page)
        if (where === null || seen.has(where)) break
        seen.add(where)
        // Scrolling to what has the focus takes a frame or two.
        await expect
          .poll(() => focusSeen(page), { message: `${route}, stop ${stop}: ${where}` })
          .toEqual({ covered: [], ring: true })
      }
      expect(seen.size, 'Tab leads through the screen').toBeGreaterThan(3)
      expect(seen.size, 'and around').toBeLessThan(MOST_STOPS)
    })
  }
})

test('2.5.8: the main buttons are at least 44 px high, and in simple mode whatever is pressed', async ({
  page,
}) => {
  const found: Record<string, string[]> = {}
  for (const route of [...routes, '/welcome', '/welcome/create', '/welcome/join'] as const) {
    await open(page, route, look)
    const main = await smallerThan(page, 44, '.bg-brand:is(button, a):not(td *), form [type=submit]')
    if (main.length > 0) found[route] = main
  }
  for (const route of routes) {
    await open(page, route, look)
    await setSettings(page, { mode: 'simple' })
    await expect(page.locator('html')).toHaveAttribute('data-mode', 'simple')
    const small = await smallerThan(page, 44, 'button, [role=button], a[href]')
    if (small.length > 0) found[`${route}, simple`] = small
  }
  expect(found).toEqual({})
})

test('2.5.8: whatever is pressed is at least 24 px high and wide', async ({ page }) => {
  const found: Record<string, string[]> = {}
  for (const route of routes) {
    await open(page, route, look)
    const small = await smallerThan(page, 24, 'button, a[href], [role=button], input, textarea')
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

/** Where the focus is, as a path of places; null where it is nowhere on the page. */
function focusPath(page: Page) {
  return page.evaluate(() => {
    const path: string[] = []
    let one = document.activeElement
    if (!one || one === document.body) return null
    for (; one?.parentElement; one = one.parentElement) {
      path.unshift(`${one.tagName.toLowerCase()}${[...one.parentElement.children].indexOf(one)}`)
    }
    return path.join('/')
  })
}

/**
 * What covers the thing that has the focus, and whether it has an outline of three pixels. Looked at are its middle and
 * the middles of its edges, as far as they are within its scrolling part; one that is larger than that part is judged by what is in it. A long
 * field may reach below the window, where the caret is in it.
 */
function focusSeen(page: Page) {
  return page.evaluate(() => {
    const one = document.activeElement as HTMLElement
    const edge = 3
    let { left, top, right, bottom } = one.getBoundingClientRect()
    let box = { left: 0, top: 0, right: innerWidth, bottom: innerHeight }
    for (let up = one.parentElement; up; up = up.parentElement) {
      if (!/auto|scroll/.test(getComputedStyle(up).overflowY)) continue
      box = up.getBoundingClientRect()
      break
    }
    const fits = bottom - top <= box.bottom - box.top
    if (!fits) [top, bottom] = [Math.max(top, box.top), Math.min(bottom, box.bottom)]
    const [x, y] = [(left + right) / 2, (top + bottom) / 2]
    const points = [
      [x, y],
      [left + edge, y],
      [right - edge, y],
      [x, top + edge],
      [x, bottom - edge],
    ] as const
    const seen = points.filter(([x, y]) => document.elementFromPoint(x, y) !== null)
    const covered = seen.flatMap(([x, y]) => {
      const at = document.elementFromPoint(x, y)
      if (!at || one.contains(at) || at.contains(one)) return []
      // The whole of a label or a card is pressed for what is in it; what floats above says what has the focus.
      if (at.closest('label')?.contains(one) || at.closest('[role=tooltip]')) return []
      return [`${Math.round(x)}/${Math.round(y)}: ${at.outerHTML.slice(0, 80)}`]
    })
    if (seen.length < 2) covered.push('outside of the window')
    const inner = one.matches('input, textarea, [role=spinbutton]')
      ? one.closest('[class*=focus-within], label')
      : null
    const { outlineWidth, outlineStyle } = getComputedStyle(one)
    const ring = (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 3) || inner !== null
    return { covered, ring }
  })
}

/** Returns what is smaller, with its size in pixels. */
function smallerThan(page: Page, least: number, which: string) {
  return page.evaluate(
    ({ least, which }) =>
      [...document.querySelectorAll<HTMLElement>(which)]
        // A link inside a sentence is as high as its line, which the criterion allows; so is what is not shown, and
        // the link of a card, which is as large as the card.
        .filter((one) => one.offsetParent !== null && !one.closest('p, .prose, label, .sr-only'))
        .filter((one) => getComputedStyle(one, '::after').position !== 'absolute')
        .map((one) => ({ words: one.textContent || one.ariaLabel, box: one.getBoundingClientRect() }))
        // Sizes in rem are parts of a pixel.
        .filter(({ box }) => box.width > 1 && (box.width < least - 0.5 || box.height < least - 0.5))
        .map(({ words, box }) => `${words}: ${Math.round(box.width)} × ${Math.round(box.height)}`),
    { least, which },
  )
}

/** Changes settings of the fake node, as somebody at its settings screen would. */
function setSettings(page: Page, changed: object) {
  return page.evaluate((changed) => {
    const { demo } = globalThis as unknown as {
      demo: { world: { settings: object }; changed(subject: string[]): void }
    }
    demo.world.settings = { ...demo.world.settings, ...changed }
    demo.changed(['settings'])
  }, changed)
}

/** Returns what moves at this moment. */
function moving(page: Page) {
  return page.evaluate(() =>
    document.getAnimations().map(({ effect }) => {
      const target = effect instanceof KeyframeEffect ? effect.target : null
      return target?.outerHTML.slice(0, 80) ?? ''
    }),
  )
}
