/** An invitation held before a camera. The camera is Chromium's own that shows a film; the square in it is drawn here. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { encodeQR } from 'qr'
import { expectAccessible, open } from './demo'

const LINK = `allforone://join/${'a7'.repeat(30)}`
const [WIDTH, HEIGHT] = [640, 480]
const film = filmOf(LINK)

test.use({
  launchOptions: async ({ launchOptions }, use) => {
    const camera = ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film}`]
    await use({ ...launchOptions, args: [...(launchOptions.args ?? []), ...camera] })
  },
})

test('an invitation that is held before the camera leads in', async ({ page, context }) => {
  await context.grantPermissions(['camera'])
  await openCamera(page)
  const invitation = page.getByRole('textbox', { name: 'Votre invitation' })
  await expect(invitation).toHaveValue(LINK)
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.getByRole('textbox', { name: /Qui êtes-vous/ }).fill('Léa')
  await page.getByRole('button', { name: 'Rejoindre' }).click()
  await expect(page.getByText('Recherche d’un voisin présent').last()).toBeVisible()
})

test('a camera that one does not allow is said in plain words, and other ways stay', async ({ page }) => {
  await openCamera(page)
  const said = page.getByRole('alert')
  await expect(said).toContainText('La caméra n’a pas été autorisée')
  await expect(said).not.toContainText(/NotAllowed|Permission/)
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('textbox', { name: 'Votre invitation' })).toBeEditable()
})

test('what the camera sees is shown accessibly, and Escape gives it back', async ({ page, context }) => {
  await context.grantPermissions(['camera'])
  // The square is not looked at, so that the picture stays.
  await page.addInitScript(() => {
    CanvasRenderingContext2D.prototype.drawImage = () => {}
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
    navigator.mediaDevices.getUserMedia = async (what) => {
      const stream = await ask(what)
      Object.assign(globalThis, { camera: stream.getTracks() })
      return stream
    }
  })
  await openCamera(page)
  const picture = page.getByLabel('Ce que voit la caméra')
  await expect.poll(() => picture.evaluate((video: HTMLVideoElement) => video.videoWidth)).toBe(WIDTH)
  await expectAccessible(page)
  await page.screenshot({ path: 'test-results/screens/camera.png' })
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  const tracks = () =>
    page.evaluate(() =>
      (globalThis as unknown as { camera: MediaStreamTrack[] }).camera.map((one) => one.readyState),
    )
  await expect.poll(tracks).toEqual(['ended'])
})

async function openCamera(page: Page) {
  await open(page, '/welcome/join', { lang: 'fr', theme: 'light', world: 'new' })
  await page.getByRole('button', { name: /caméra/ }).click()
}

/** Writes a film of one grey picture with a square in its middle (YUV4MPEG2, 4:2:0); returns where it is. */
function filmOf(text: string): string {
  const square = encodeQR(text, 'raw', { border: 4 })
  const scale = Math.floor(HEIGHT / square.length)
  const [left, top] = [WIDTH, HEIGHT].map((side) => Math.floor((side - square.length * scale) / 2))
  const bright = Buffer.alloc(WIDTH * HEIGHT, 180)
  for (const [row, cells] of square.entries()) {
    for (const [column, dark] of cells.entries()) {
      for (let y = 0; y < scale; y += 1) {
        const start = ((top ?? 0) + row * scale + y) * WIDTH + (left ?? 0) + column * scale
        bright.fill(dark ? 16 : 235, start, start + scale)
      }
    }
  }
  const colour = Buffer.alloc((WIDTH * HEIGHT) / 2, 128)
  const head = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420mpeg2\n`)
  const frame = Buffer.concat([Buffer.from('FRAME\n'), bright, colour])
  const folder = join(tmpdir(), 'allforone-film')
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'square.y4m')
  writeFileSync(file, Buffer.concat([head, frame, frame]))
  return file
}
