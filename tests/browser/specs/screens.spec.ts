import { expect, test } from '@playwright/test'
import { enter, expectAccessible, expectNoSideScroll, looks, setLook, show } from '../src/page.ts'
import { doors, Street } from '../src/street.ts'

let street: Street

test.beforeAll(async () => {
  street = await Street.open()
})

test.afterAll(async () => {
  await street?.close()
})

for (const look of looks) {
  test(`every screen is accessible, fits and stays silent: ${look.language}, ${look.theme}`, async ({ page }) => {
    const faults: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(`${page.url()}: ${message.text()}`)
    })
    page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`))
    for (const [peer, screens] of [
      [street.claire, street.screens],
      [street.newcomer, doors],
    ] as const) {
      await setLook(peer, look)
      await enter(page, peer)
      for (const [name, path] of screens) {
        await test.step(name, async () => {
          await show(page, peer, path)
          await expectAccessible(page)
          await expectNoSideScroll(page)
        })
      }
    }
    expect(faults).toEqual([])
  })
}
