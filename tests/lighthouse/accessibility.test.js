/** Lighthouse gives 100 for accessibility on every main screen. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { snapshot } from 'lighthouse'
import { connect } from 'puppeteer-core'
import { serveScreens, startChromium } from './programs.js'

const screens = [
  ['/welcome', 'new'],
  ['/welcome/create', 'new'],
  ['/welcome/join', 'new'],
  ['/c/c0/today'],
  ['/c/c0/rooms'],
  ['/c/c0/rooms/r0'],
  ['/c/c0/boards'],
  ['/c/c0/posts/t0'],
  ['/c/c0/agenda'],
  ['/c/c0/agenda?view=month'],
  ['/c/c0/agenda/e0'],
  ['/c/c0/people'],
  ['/c/c0/people/p3'],
  ['/c/c0/invite'],
  ['/search?q=a&in=c0'],
  ['/network'],
  ['/settings'],
]

let ui
let chromium
let page

before(async () => {
  ui = await serveScreens()
  chromium = await startChromium()
  const browser = await connect({ browserURL: `http://127.0.0.1:${chromium.port}`, defaultViewport: { width: 1366, height: 768 } })
  page = await browser.newPage()
})

after(async () => {
  await chromium?.stop()
  await ui?.stop()
})

for (const [path, world = 'lively'] of screens) {
  test(`100 for ${path}`, async () => {
    await page.goto(`${ui.address}${path}${path.includes('?') ? '&' : '?'}lang=fr&theme=light&world=${world}`, {
      waitUntil: 'networkidle0',
    })
    await page.waitForSelector('main h1')
    await page.waitForFunction(() => document.querySelector('[role=status][aria-label]') === null)
    const { lhr } = await snapshot(page, { flags: { onlyCategories: ['accessibility'], formFactor: 'desktop', screenEmulation: { disabled: true } } })
    assert.equal(lhr.runtimeError, undefined)
    const failed = Object.values(lhr.audits).filter(({ score }) => score !== null && score < 1)
    assert.deepEqual(
      failed.map(({ id, title, details }) => ({ id, title, where: details?.items?.map(({ node }) => node?.snippet) })),
      [],
    )
    assert.equal(lhr.categories.accessibility.score, 1)
  })
}
