/** WCAG 4.1.3: what was done, what went wrong and what arrives is said where a screen reader hears it; the focus stays. */
import { expect, type Page, test } from '@playwright/test'
import { open } from './demo'

const look = { lang: 'fr', theme: 'light' } as const

/** Holds that a live region says this. */
async function expectSaid(page: Page, role: 'status' | 'alert', words: string | RegExp) {
  await expect(page.getByRole(role).filter({ hasText: words }).first()).toBeAttached()
}

test('4.1.3: a message that was sent is said, and one writes on', async ({ page }) => {
  await open(page, '/c/c0/rooms/r0', look)
  const field = page.getByRole('textbox', { name: /Message pour/ })
  await field.fill('Je viens.')
  await field.press('Enter')
  await expectSaid(page, 'status', 'C’est écrit et gardé.')
  await expect(field).toBeFocused()
})

test('4.1.3: the same said twice is two lines for who listens', async ({ page }) => {
  await open(page, '/c/c0/rooms/r0', look)
  await page.evaluate(() => {
    const heard: string[] = []
    Object.assign(globalThis, { heard })
    new MutationObserver((changes) => {
      for (const { target, addedNodes } of changes) {
        const region = (target instanceof Element ? target : target.parentElement)?.closest('[role=status]')
        if (region && addedNodes.length > 0) heard.push(region.textContent ?? '')
      }
    }).observe(document.body, { subtree: true, childList: true })
  })
  const field = page.getByRole('textbox', { name: /Message pour/ })
  for (const text of ['Un.', 'Deux.']) {
    await field.fill(text)
    await field.press('Enter')
    await expect(page.getByRole('listitem', { name: text })).toBeVisible()
  }
  const written = () =>
    page.evaluate(
      () => (globalThis as unknown as { heard: string[] }).heard.filter((one) => /écrit/.test(one)).length,
    )
  await expect.poll(written).toBe(2)
})

test('4.1.3: a change that was saved is said, where the focus is', async ({ page }) => {
  await open(page, '/settings', look)
  const switched = page.getByRole('switch', { name: 'Me dire ce qui est pour moi' })
  await switched.focus()
  await page.keyboard.press('Space')
  await expectSaid(page, 'status', 'C’est enregistré.')
  await expect(switched).toBeFocused()
  await open(page, '/c/c0/agenda/e0', look)
  const answer = page.getByRole('button', { name: 'Peut-être' })
  await answer.focus()
  await page.keyboard.press('Enter')
  await expectSaid(page, 'status', 'C’est enregistré.')
  await expect(answer).toBeFocused()
})

test('4.1.3: what went wrong is said at once, and the focus stays in what was written', async ({ page }) => {
  await open(page, '/c/c0/rooms/r0', look)
  await page.evaluate(() => {
    const { demo } = globalThis as unknown as {
      demo: { call(command: string, input: object): Promise<unknown> }
    }
    const call = demo.call.bind(demo)
    demo.call = (command, input) =>
      command === 'message_write' ? Promise.reject({ code: 'disk_full', message: '' }) : call(command, input)
  })
  const field = page.getByRole('textbox', { name: /Message pour/ })
  await field.fill('Perdu ?')
  await field.press('Enter')
  await expectSaid(page, 'alert', 'Le disque est plein')
  await expect(field).toBeFocused()
  await expect(field).toHaveValue('Perdu ?')
})

test('4.1.3: a field left empty is named, and what is missing belongs to it', async ({ page }) => {
  await open(page, '/c/c0/agenda/new', look)
  const field = page.getByRole('textbox', { name: 'C’est quoi ?' })
  await field.fill('')
  await page.getByRole('button', { name: 'Publier le rendez-vous' }).click()
  await expect(field).toHaveAccessibleDescription(/Merci de remplir ce champ/)
  await expect(field).toHaveAttribute('aria-invalid', 'true')
})

test('4.1.3: what arrives is summed up while one writes, also where much arrives', async ({ page }) => {
  await open(page, '/c/c0/rooms/r0', look)
  const field = page.getByRole('textbox', { name: /Message pour/ })
  await field.fill('Je commen')
  await arrive(page, 'Il pleut.')
  await expectSaid(page, 'status', /1 nouveau message de/)
  // One after the other, never five seconds of silence: told all the same.
  const told = page.getByRole('status').filter({ hasText: /\d nouveaux messages de/ })
  let count = 0
  await expect
    .poll(
      async () => {
        count += 1
        await arrive(page, `Encore ${count}.`)
        return told.count()
      },
      { intervals: [300] },
    )
    .toBeGreaterThan(0)
  await expect(field).toBeFocused()
  await expect(field).toHaveValue('Je commen')
})

/** Lets somebody else write in the first room. */
function arrive(page: Page, text: string) {
  return page.evaluate((text) => {
    const { demo } = globalThis as unknown as {
      demo: {
        world: { messages: Record<string, { id: string; mine: boolean; time_ms: number; text: string }[]> }
        changed(subject: string[]): void
      }
    }
    const room = demo.world.messages.r0 ?? []
    const other = room.findLast((one) => !one.mine && one.text !== '')
    if (!other) throw new Error('somebody else has written')
    const newest = Math.max(...room.map((one) => one.time_ms), Date.now())
    room.push({ ...other, id: `arrived-${text}`, text, time_ms: newest + 1 })
    demo.changed(['messages', 'c0', 'r0'])
  }, text)
}
