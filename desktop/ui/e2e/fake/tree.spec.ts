/** What a screen reader is given of the main screens: roles, names and states, recorded. `--update-snapshots` records anew. */
import { expect, test } from '@playwright/test'
import { open } from './demo'

const screens = [
  ['welcome', '/welcome', 'new'],
  ['join', '/welcome/join', 'new'],
  ['today', '/c/c0/today', 'lively'],
  ['rooms', '/c/c0/rooms', 'lively'],
  ['boards', '/c/c0/boards', 'lively'],
  ['post', '/c/c0/posts/t0', 'lively'],
  ['agenda', '/c/c0/agenda', 'lively'],
  ['event', '/c/c0/agenda/e0', 'lively'],
  ['invite', '/c/c0/invite', 'lively'],
  ['network', '/network', 'lively'],
  ['settings', '/settings', 'lively'],
] as const

for (const [name, path, world] of screens) {
  test(`the tree of ${name}`, async ({ page }) => {
    // The people of the fake world act around this moment, so that dates are always told alike.
    await page.clock.setFixedTime(new Date('2026-11-23T10:00:00+01:00'))
    await open(page, path, { lang: 'fr', theme: 'light', world })
    // The frame around them is the same: it is recorded once, with the settings.
    const part = name === 'settings' ? 'body' : 'main'
    await expect(page.locator(part)).toMatchAriaSnapshot({ name: `${name}.aria.yml` })
  })
}

test('the tree of a room: a list of messages, each named by author, time and text', async ({ page }) => {
  await page.clock.setFixedTime(new Date('2026-11-23T10:00:00+01:00'))
  await open(page, '/c/c0/rooms/r1', { lang: 'fr', theme: 'light' })
  await expect(page.getByRole('listitem', { name: /du lundi au jeudi/ })).toBeVisible()
  await expect(page.locator('main')).toMatchAriaSnapshot({ name: 'room.aria.yml' })
})
