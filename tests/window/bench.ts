/** Measures the window of `AFO_APP`; a line of JSON for each figure (docs/performance.md). Run by scripts/bench.sh ui. */
import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { cpuSeconds, type Memory, memoryOf, say, total, tree } from './src/figures.ts'
import { Window } from './src/window.ts'
import { begun, found } from './src/with-window.ts'

const DIST = fileURLToPath(new URL('../../desktop/ui/dist', import.meta.url))
/** Messages whose way to the screen is timed. */
const MESSAGES = 50
/** Posts whose way to the screen is timed: each needs its form filled first. */
const POSTS = 20
/** Messages in the room that is scrolled, how many are sent to the node in one go, and how many of these wait at once. */
const LONG_ROOM = Number(process.env.BENCH_ROOM ?? 100_000)
const SEEDED_AT_ONCE = 500
const WRITERS = 16
/** What the long room holds lies spread over so many days until today: one person may write 20,000 messages in 30 days. */
const LONG_ROOM_DAYS = 5 * 365
/** How long it is scrolled, and how far in each frame, in px: three screens a second at 60 frames. */
const SCROLL_MS = 20_000
const SCROLL_STEP = 40
/** A frame that takes longer is one that somebody sees, in ms. */
const SLOW_FRAME_MS = 50
/** How long the window is left alone before and while its idle load is read, in ms. */
const SETTLE_MS = 15_000
const IDLE_MS = 60_000

/** Times the way from Enter to the frame after `text` is shown by an element of this kind. Read with `taken`. */
const watch = (window: Window, kind: string, text: string): Promise<unknown> =>
  window.run(`
    globalThis.took = undefined
    let begin
    const key = (event) => { if (event.key === 'Enter') begin = performance.now() }
    addEventListener('keydown', key, { capture: true })
    const seen = new MutationObserver(() => {
      if (begin === undefined || ![...document.querySelectorAll('main ${kind}')].some((one) => one.textContent.includes(${JSON.stringify(text)}))) return
      seen.disconnect()
      removeEventListener('keydown', key, { capture: true })
      requestAnimationFrame(() => { globalThis.took = performance.now() - begin })
    })
    seen.observe(document.body, { childList: true, subtree: true, characterData: true })`)

async function taken(window: Window): Promise<number> {
  await window.holds('what was written is there', 'return globalThis.took !== undefined')
  return window.run<number>('return globalThis.took')
}

async function messages(window: Window, community: string): Promise<void> {
  const rooms = await window.ask<{ items: { id: string }[] }>('rooms', { community })
  await window.go(`/c/${community}/rooms/${rooms.items[0]?.id}`)
  await window.holds('the room is there', `return document.querySelector('textarea') !== null`)
  const times: number[] = []
  for (let index = 0; index < MESSAGES; index += 1) {
    await watch(window, 'p', `mesure ${index} fin`)
    await window.type('Message pour', `mesure ${index} fin`, true)
    times.push(await taken(window))
  }
  say('message: key to visible', 'ms', times, 50)
}

async function posts(window: Window, community: string): Promise<void> {
  const times: number[] = []
  for (let index = 0; index < POSTS; index += 1) {
    await window.go(`/c/${community}/boards/new`)
    await watch(window, 'article', `contenu ${index} fin`)
    await window.type('Texte', `contenu ${index} fin`)
    await window.type('Titre', `Annonce ${index}`, true)
    times.push(await taken(window))
    await window.holds('the post has a page of its own', `return document.querySelector('main section h2') !== null`)
  }
  say('post: key to visible', 'ms', times, 50)
}

async function idle(data: string, name: string): Promise<void> {
  await pause(SETTLE_MS)
  const pids = await tree(data)
  const before = await cpuSeconds(pids)
  await pause(IDLE_MS)
  say(name, '% of one core', [(((await cpuSeconds(pids)) - before) * 100_000) / IDLE_MS], 1)
}

/** Scrolls from the newest message of a long room towards the oldest, through pages that the node is asked for. */
async function scroll(window: Window, community: string): Promise<void> {
  const { id: room } = await window.ask<{ id: string }>('room_create', { community, name: 'Longue histoire', purpose: '' })
  await window.go('/settings')
  for (let from = 0; from < LONG_ROOM; from += SEEDED_AT_ONCE) {
    const wrote = await window.later<boolean | string>(`
      let next = ${from}
      const write = async () => {
        while (next < ${Math.min(LONG_ROOM, from + SEEDED_AT_ONCE)}) {
          const index = next++
          const text = 'Message ' + index + ' '.concat('de la rue '.repeat(index % 7))
          await __TAURI_INTERNALS__.invoke('rpc', { command: 'message_write', input: { community: '${community}', room: '${room}', text, mentions: [] } })
        }
      }
      Promise.all(Array.from({ length: ${WRITERS} }, write)).then(() => done(true), (failure) => done(JSON.stringify(failure)))`)
    if (wrote !== true) throw new Error(`the long room is not written: ${wrote}`)
  }
  await window.go(`/c/${community}/rooms/${room}`)
  await window.holds('its newest message is there', `return document.querySelector('main [role=list]')?.textContent.includes('Message ${LONG_ROOM - 1} ') ?? false`)
  await pause(2000)
  const frames = await window.later<number[]>(`
    const box = document.querySelector('main [role=list]').parentElement
    const frames = []
    let last = performance.now()
    const end = last + ${SCROLL_MS}
    const step = (now) => {
      frames.push(now - last)
      last = now
      box.scrollTop -= ${SCROLL_STEP}
      if (now < end) requestAnimationFrame(step)
      else done(frames)
    }
    requestAnimationFrame(step)`)
  const slow = frames.filter((one) => one > SLOW_FRAME_MS).length
  say(`scroll of ${LONG_ROOM} messages: a frame`, 'ms', frames, SLOW_FRAME_MS)
  say(`scroll of ${LONG_ROOM} messages: frames over ${SLOW_FRAME_MS} ms`, `of ${frames.length}`, [slow], 0)
}

/** Fills a room on a node whose time begins in the past (node/src/driver/clock.rs), and scrolls through it. */
async function longRoom(data: string): Promise<void> {
  process.env.AFO_PAST = `${LONG_ROOM_DAYS}/${LONG_ROOM}`
  const window = await Window.open(data)
  try {
    await begun(window)
    await scroll(window, await found(window, 'rooms'))
    await window.quit()
  } finally {
    await window.drop()
    delete process.env.AFO_PAST
  }
}

/** Returns what each process of an empty page in a window of its own holds, where `AFO_BARE` names the program. */
async function barePage(folder: string): Promise<Memory[] | undefined> {
  const binary = process.env.AFO_BARE
  if (!binary) return undefined
  await mkdir(folder)
  const bare = spawn(binary, ['--data', folder, '--'], { stdio: 'ignore', env: { ...process.env, HOME: folder } })
  try {
    await pause(SETTLE_MS)
    return await memoryOf(folder)
  } finally {
    bare.kill('SIGKILL')
  }
}

async function bundle(): Promise<void> {
  const page = await readFile(join(DIST, 'index.html'), 'utf8')
  const files = [...page.matchAll(/assets\/[\w.-]+\.(?:js|css)/g)].map(([file]) => file)
  const sizes = await Promise.all([...new Set(files)].map(async (file) => gzipSync(await readFile(join(DIST, file))).length))
  say('start bundle, gzip', 'kB', [sizes.reduce((sum, size) => sum + size, 0) / 1000], 300)
}

/** What is measured; all of it unless `BENCH_WINDOW` names parts. */
const PARTS = (process.env.BENCH_WINDOW ?? 'posts messages idle scroll').split(' ')
const folder = await mkdtemp(join(tmpdir(), 'allforone-bench-'))

async function shortRooms(data: string): Promise<void> {
  // Alone: what two programs share would be halved in both.
  const bare = PARTS.includes('idle') ? await barePage(join(folder, 'bare')) : undefined
  const begin = Date.now()
  const window = await Window.open(data)
  try {
    await begun(window)
    // WebDriver's own start is in it: the figure is an upper bound.
    say('start to first screen', 's', [(Date.now() - begin) / 1000])
    const community = await found(window, 'rooms')
    if (PARTS.includes('posts')) await posts(window, community)
    if (PARTS.includes('messages')) await messages(window, community)
    if (PARTS.includes('idle')) await stillness(window, data, bare)
    await bundle()
    await window.quit()
  } finally {
    await window.drop()
  }
}

/** What the window costs while nobody uses it, beside an empty page on the same machine. */
async function stillness(window: Window, data: string, bare: Memory[] | undefined): Promise<void> {
  await idle(data, 'idle load, the caret in a field')
  const ours = await memoryOf(data)
  say('idle memory of the process tree (PSS)', 'MB', [total(ours)])
  for (const { name, mb } of ours) say(`idle memory of ${name} (PSS)`, 'MB', [mb])
  if (bare) {
    for (const { name, mb } of bare) say(`bare page, memory of ${name} (PSS)`, 'MB', [mb])
    say('memory of a bare page (PSS)', 'MB', [total(bare)])
    say('idle memory against a bare page', '×', [total(ours) / total(bare)], 1.3)
  }
  await window.run('document.activeElement.blur()')
  await idle(data, 'idle load, no field has the focus')
}

try {
  if (PARTS.some((part) => part !== 'scroll')) await shortRooms(join(folder, 'data'))
  if (PARTS.includes('scroll')) await longRoom(join(folder, 'long'))
} finally {
  await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 })
}
