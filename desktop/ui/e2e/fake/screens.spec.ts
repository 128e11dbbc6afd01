import { expect, test } from '@playwright/test'
import { expectAccessible, expectNoSideScroll, open } from './demo'

/** Every address of app/router.tsx, with a name for its picture. */
const screens = [
  ['welcome', '/welcome'],
  ['create', '/welcome/create'],
  ['join', '/welcome/join'],
  ['join-progress', '/welcome/join/j0'],
  ['words', '/welcome/words'],
  ['today', '/c/c0/today'],
  ['rooms', '/c/c0/rooms'],
  ['room', '/c/c0/rooms/r0'],
  ['boards', '/c/c0/boards'],
  ['write', '/c/c0/boards/new'],
  ['post', '/c/c0/posts/t0'],
  ['post-edit', '/c/c0/posts/t1/edit'],
  ['agenda', '/c/c0/agenda'],
  ['week', '/c/c0/agenda?view=week'],
  ['month', '/c/c0/agenda?view=month'],
  ['import', '/c/c0/agenda/import'],
  ['event-new', '/c/c0/agenda/new'],
  ['event', '/c/c0/agenda/e0'],
  ['event-edit', '/c/c0/agenda/e0/edit'],
  ['export', '/c/c0/export'],
  ['people', '/c/c0/people'],
  ['groups', '/c/c0/people/groups'],
  ['group', '/c/c0/people/groups/g0'],
  ['group-new', '/c/c0/people/groups?new=1'],
  ['profile', '/c/c0/people/p3'],
  ['profile-edit', '/c/c0/people/me/edit'],
  ['invite', '/c/c0/invite'],
  ['search', '/search?q=a&in=c0'],
  ['network', '/network'],
  ['settings', '/settings'],
  ['not-found', '/nowhere'],
] as const

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
