import { expect, test } from '@playwright/test'
import { encodeQR } from 'qr'
import { expectAccessible, expectNoSideScroll, open } from './demo'

test('a community is created by keyboard, its words are checked', async ({ page }) => {
  await open(page, '/', { lang: 'en', theme: 'light', world: 'new' })
  await page.getByRole('link', { name: /Create a community/ }).press('Enter')
  await expect(page.getByRole('textbox', { name: /What is it called/ })).toBeFocused()
  await page.keyboard.type('Lilac Street')
  await page.getByRole('textbox', { name: /Who are you/ }).focus()
  await page.keyboard.type('Camille')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Your recovery words' })).toBeVisible()
  const words = await page
    .getByRole('list', { name: /24 words/ })
    .locator('li span:last-child')
    .allTextContents()
  expect(words).toHaveLength(24)
  await page.getByRole('button', { name: 'I have written them down' }).press('Enter')
  for (const field of await page.getByRole('textbox').all()) {
    const label = (await field.evaluate((input: HTMLInputElement) => input.labels?.[0]?.textContent)) ?? ''
    await field.fill(words[Number(/\d+/.exec(label)?.[0]) - 1] ?? '')
  }
  await page.getByRole('button', { name: 'Check' }).press('Enter')
  await page.getByRole('link', { name: 'Go to my communities' }).press('Enter')
  await expect(page.getByText('Lilac Street').first()).toBeVisible()
  await expect(page.getByText('not written down')).toHaveCount(0)
})

test('a link is followed until one is in', async ({ page }) => {
  await open(page, '/welcome/join?link=allforone://join/abcdef', { lang: 'fr', theme: 'light', world: 'new' })
  await page.getByRole('textbox', { name: /Qui êtes-vous/ }).fill('Léa')
  await page.getByRole('button', { name: 'Rejoindre' }).click()
  await expect(page.getByText('Recherche d’un voisin présent').last()).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Continuer' }).click()
  await expect(page.getByRole('heading', { name: 'Vos mots de secours' })).toBeVisible()
})

test('a message is written, changed, answered and deleted by keyboard', async ({ page }) => {
  await open(page, '/c/c0/rooms/r0', { lang: 'en', theme: 'light' })
  const field = page.getByRole('textbox', { name: 'Message to General' })
  await field.focus()
  await page.keyboard.type('Hello')
  await page.keyboard.press('Shift+Enter')
  await page.keyboard.type('everyone')
  await page.keyboard.press('Enter')
  const mine = page.getByRole('listitem', { name: /Hello/ })
  await expect(mine).toBeVisible()
  await expect(mine.getByText('kept here')).toBeVisible()
  await expect(mine.getByText('with 2 neighbours')).toBeVisible()
  await page.keyboard.press('ArrowUp')
  await expect(page.getByText('Changing your message')).toBeVisible()
  await page.keyboard.press('Control+End')
  await page.keyboard.type('!')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('listitem', { name: /everyone!/ })).toBeVisible()
  await page.getByRole('listitem', { name: /everyone!/ }).focus()
  await page
    .getByRole('listitem', { name: /everyone!/ })
    .getByRole('button', { name: 'More actions' })
    .press('Enter')
  await page.getByRole('menuitem', { name: 'Delete' }).press('Enter')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).press('Enter')
  await expect(page.getByRole('listitem', { name: /This message was deleted/ }).last()).toBeVisible()
})

test('arrow keys go from message to message, and older ones arrive', async ({ page }) => {
  await open(page, '/c/c0/rooms/r0', { lang: 'fr', theme: 'light' })
  const last = page.getByRole('listitem', { name: /Super, merci Samuel/ })
  await last.focus()
  await page.keyboard.press('ArrowUp')
  await expect(page.getByRole('listitem', { name: /tréteaux et deux planches/ })).toBeFocused()
  const list = page.getByRole('list', { name: /Messages de/ })
  const before = Number(await last.getAttribute('aria-setsize'))
  await list.locator('..').evaluate((box) => box.scrollTo(0, 0))
  await expect
    .poll(async () => Number(await list.getByRole('listitem').first().getAttribute('aria-setsize')))
    .toBeGreaterThan(before)
})

test('a draft is kept when the room is left', async ({ page }) => {
  await open(page, '/c/c0/rooms/r1', { lang: 'fr', theme: 'light' })
  await page.getByRole('textbox', { name: /Message pour/ }).fill('Je commence')
  await page.getByRole('link', { name: 'Membres' }).click()
  await page.getByRole('link', { name: 'Discussions' }).click()
  await page.getByRole('link', { name: 'Jardin partagé' }).first().click()
  await expect(page.getByRole('textbox', { name: /Message pour/ })).toHaveValue('Je commence')
})

test('an event is created and answered', async ({ page }) => {
  await open(page, '/c/c0/agenda/new', { lang: 'fr', theme: 'light' })
  await page.getByRole('textbox', { name: /C’est quoi/ }).fill('Pique-nique')
  await page.getByRole('button', { name: 'Publier le rendez-vous' }).click()
  await expect(page.getByRole('heading', { name: 'Pique-nique', level: 1 })).toBeVisible()
  await page.getByRole('button', { name: 'Je viens' }).click()
  await expect(page.getByRole('button', { name: 'Je viens' })).toHaveAttribute('aria-pressed', 'true')
  await expect(page.getByRole('heading', { name: '1 vient' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Vous venez ?' }).getByText('chez 2 voisins')).toBeVisible()
})

test('a post is written and commented', async ({ page }) => {
  await open(page, '/c/c0/boards', { lang: 'en', theme: 'dark' })
  await page.getByRole('link', { name: 'Write a post' }).click()
  await page.getByRole('textbox', { name: 'Title' }).fill('Lost cat')
  await page.getByRole('textbox', { name: 'Text' }).fill('A **ginger** one. <img src=x onerror=alert(1)>')
  await page.getByRole('button', { name: 'Publish' }).click()
  await expect(page.getByRole('heading', { name: 'Lost cat', level: 1 })).toBeVisible()
  await expect(page.locator('strong', { hasText: 'ginger' })).toBeVisible()
  await expect(page.locator('main img')).toHaveCount(0)
  await page.getByRole('textbox', { name: 'Your comment' }).fill('Found!')
  await page.getByRole('button', { name: 'Publish the comment' }).click()
  await expect(page.getByText('Found!')).toBeVisible()
})

test('an invitation is made and taken back', async ({ page }) => {
  await open(page, '/c/c0/invite', { lang: 'en', theme: 'light' })
  await page.getByRole('button', { name: 'Create an invitation' }).click()
  await expect(page.getByRole('img', { name: /Square to scan/ })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Take back' }).first().click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Take back' }).click()
  await expect(page.getByText('Taken back')).toBeVisible()
})

test('language and colours change at once', async ({ page }) => {
  await open(page, '/settings', { lang: 'fr', theme: 'light' })
  await page.getByText('English', { exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en-GB')
  await page.getByText('Dark', { exact: true }).click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
})

test('search finds without accents and leads there', async ({ page }) => {
  await open(page, '/c/c0/rooms', { lang: 'fr', theme: 'light' })
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('searchbox', { name: /Aller quelque part/ })).toBeFocused()
  await page.keyboard.type('fete de la')
  await page.getByRole('menuitem', { name: /Chercher « fete de la » partout/ }).click()
  await page.getByRole('link', { name: /Fête de la soupe/ }).click()
  await expect(page.getByRole('heading', { name: 'Fête de la soupe', level: 1 })).toBeVisible()
})

test('the skip link leads to the content', async ({ page }) => {
  await open(page, '/c/c0/people', { lang: 'fr', theme: 'light' })
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Aller au contenu' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.locator('main')).toBeFocused()
})

test('a hundred thousand messages scroll without long pauses', async ({ page }) => {
  await open(page, '/c/c0/rooms/r0', { lang: 'fr', theme: 'light', world: 'huge' })
  const list = page.getByRole('list', { name: /Messages de/ })
  await expect(list.getByRole('listitem').last()).toBeVisible()
  const figures = await list.locator('..').evaluate(async (box) => {
    const frames: number[] = []
    let last = performance.now()
    for (let step = 0; step < 400; step += 1) {
      box.scrollBy(0, -400)
      await new Promise(requestAnimationFrame)
      const now = performance.now()
      frames.push(now - last)
      last = now
    }
    frames.sort((a, b) => a - b)
    return {
      p95: frames[Math.floor(frames.length * 0.95)] ?? 0,
      long: frames.filter((one) => one > 50).length,
    }
  })
  const told = `frame p95 ${figures.p95.toFixed(1)} ms, ${figures.long} of 400 over 50 ms`
  test.info().annotations.push({ type: 'figures', description: told })
  // The list holds a bounded part: who comes from the very past is led back to the newest by one press.
  expect(await list.getByRole('listitem').count()).toBeLessThan(80)
  const held = Number(await list.getByRole('listitem').first().getAttribute('aria-setsize'))
  expect(held).toBeLessThanOrEqual(600)
  expect(figures.p95, told).toBeLessThan(100)
  await page.getByRole('button', { name: 'Aller aux derniers messages' }).click()
  await expect(page.getByRole('listitem', { name: /message 99999$/ })).toBeVisible()
})

test('a message found by search stands in the middle of its day', async ({ page }) => {
  await open(page, '/c/c0/rooms/r0', { lang: 'fr', theme: 'light', world: 'huge' })
  const found = await page.evaluate(() => {
    const demo = (
      globalThis as unknown as {
        demo: { world: { messages: Record<string, { id: string; time_ms: number }[]> } }
      }
    ).demo
    return demo.world.messages.r0?.[50_000]
  })
  await page.goto(`/c/c0/rooms/r0?at=${found?.time_ms}&message=${found?.id}`)
  await expect(page.getByRole('listitem', { name: /message 50000$/ })).toBeInViewport()
  await expectAccessible(page)
})

test('the month is walked by arrow keys and a day is chosen', async ({ page }) => {
  await open(page, '/c/c0/agenda?view=month', { lang: 'fr', theme: 'light' })
  await page.locator('td[tabindex="0"]').focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('link', { name: 'Ajouter un rendez-vous ce jour-là' })).toBeVisible()
  await expectAccessible(page)
})

test('a name is completed while a message is written', async ({ page }) => {
  await open(page, '/c/c0/rooms/r1', { lang: 'fr', theme: 'dark' })
  await page.getByRole('textbox', { name: /Message pour/ }).focus()
  await page.keyboard.type('Merci @jea')
  await expect(page.getByRole('option', { name: 'Jeanne Lefèvre' })).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('Tab')
  await page.keyboard.type('!')
  await page.keyboard.press('Enter')
  await expect(page.locator('.mention', { hasText: '@Jeanne Lefèvre' })).toBeVisible()
})

test('palette, menu and help are accessible and answer to keys', async ({ page }) => {
  await open(page, '/c/c0/today', { lang: 'fr', theme: 'dark' })
  await page.keyboard.press('Control+k')
  await page.keyboard.type('membres')
  await expect(page.getByRole('menuitem', { name: /Membres/ })).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Membres', level: 1 })).toBeVisible()
  await page.keyboard.press('Alt+n')
  await expect(page.getByRole('menuitem', { name: 'Annoncer' })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('F1')
  await expect(page.getByRole('dialog', { name: 'Aide' })).toBeVisible()
  await expectAccessible(page)
})

test('an invitation is read off a picture of its square', async ({ page }) => {
  await open(page, '/welcome/join', { lang: 'fr', theme: 'light', world: 'new' })
  const link = `allforone://join/${'a7'.repeat(30)}`
  const buffer = Buffer.from(encodeQR(link, 'gif', { scale: 6, border: 4 }))
  await page.locator('input[type=file]').setInputFiles({ name: 'carre.gif', mimeType: 'image/gif', buffer })
  await expect(page.getByRole('textbox', { name: 'Votre invitation' })).toHaveValue(link)
  await expect(page.getByText(/Cette invitation est complète/)).toBeVisible()
  await expectAccessible(page)
})

test('helping hands and seats are accessible when they are taken', async ({ page }) => {
  await open(page, '/c/c0/agenda/e0', { lang: 'en', theme: 'dark' })
  await page.getByRole('button', { name: 'I will do it: Bring bowls' }).press('Enter')
  await expect(page.getByRole('button', { name: 'Who can replace me?' })).toBeVisible()
  await page.getByRole('button', { name: 'I am coming' }).press('Enter')
  await expect(page.getByText('How many of you?')).toBeVisible()
  await expectAccessible(page)
  await expectNoSideScroll(page)
})

test('on paper stands the sheet alone, black on white', async ({ page }) => {
  await open(page, '/c/c0/invite', { lang: 'fr', theme: 'dark' })
  await page.getByRole('button', { name: 'Créer une invitation' }).click()
  await expect(page.getByRole('button', { name: 'Imprimer une affiche' })).toBeVisible()
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByText('Bonjour, voisines et voisins !')).toBeVisible()
  await expect(page.getByRole('heading', { level: 1 })).toBeHidden()
  await expect(page.locator('nav').first()).toBeHidden()
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe(
    'rgb(255, 255, 255)',
  )
})

test('simple mode and strong contrast keep every screen whole', async ({ page }) => {
  // Five screens are judged.
  test.setTimeout(180_000)
  for (const path of [
    '/c/c0/today',
    '/c/c0/rooms/r0',
    '/c/c0/agenda?view=month',
    '/c/c0/agenda/e0',
    '/settings',
  ]) {
    await open(page, path, { lang: 'fr', theme: 'light' })
    await page.evaluate(() => {
      const { demo } = globalThis as unknown as {
        demo: { world: { settings: object }; changed(subject: string[]): void }
      }
      demo.world.settings = { ...demo.world.settings, mode: 'simple', high_contrast: true }
      demo.changed(['settings'])
    })
    await expect(page.locator('html')).toHaveAttribute('data-mode', 'simple')
    await expectAccessible(page)
    await expectNoSideScroll(page)
  }
})

test('a board is muted by keyboard, says so in each list, and is heard again', async ({ page }) => {
  await open(page, '/c/c0/boards?board=b0', { lang: 'fr', theme: 'light' })
  await page.getByRole('button', { name: 'Ne plus me notifier de ce tableau' }).press('Enter')
  const again = page.getByRole('button', { name: 'Me notifier de nouveau de ce tableau' })
  await expect(again).toBeFocused()
  await expect(page.getByRole('link', { name: /ne vous notifie pas/ })).toBeVisible()
  await expectAccessible(page)
  await again.press('Enter')
  await expect(page.getByText('ne vous notifie pas')).toHaveCount(0)
})
