/** A picture of every screen of the demo's street, under target/screenshots. It judges nothing: somebody looks. */
import { fileURLToPath } from 'node:url'
import { type Page, test } from '@playwright/test'
import { enter, type Look, looks, setLook, settled, show } from '../src/page.ts'
import type { Peer } from '../src/peer.ts'
import { doors, Street } from '../src/street.ts'

const FOLDER = fileURLToPath(new URL('../../../target/screenshots', import.meta.url))
const sizes = {
  wide: { width: 1366, height: 768 },
  small: { width: 800, height: 600 },
  narrow: { width: 390, height: 844 },
} as const

let street: Street

test.beforeAll(async () => {
  street = await Street.open()
})

test.afterAll(async () => {
  await street?.close()
})

for (const [size, viewport] of Object.entries(sizes)) {
  for (const look of looks) {
    test(`${size}, ${look.language}, ${look.theme}`, async ({ page }) => {
      await page.setViewportSize(viewport)
      const kind = `${look.language}-${look.theme}-${size}`
      await take(page, street.claire, street.screens, look, kind)
      await take(page, street.newcomer, doors, look, kind)
    })
  }
}

async function take(page: Page, peer: Peer, screens: Street['screens'], look: Look, kind: string) {
  await setLook(peer, look)
  await enter(page, peer)
  for (const [name, path] of screens) {
    await show(page, peer, path)
    // The second look: what was new has been read.
    if (name === 'discussion') await show(page, peer, path)
    if (name === 'invite') {
      await page.locator('main button[type=submit]').click()
      await page.getByRole('img').first().waitFor()
      await settled(page)
    }
    await page.screenshot({ path: `${FOLDER}/${name}-${kind}.png` })
  }
}
