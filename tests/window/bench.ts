/** Measures the window of `AFO_APP`; a line of JSON for each figure (docs/performance.md). Run by scripts/bench.sh ui. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { Window } from './src/window.ts'
import { begun, found } from './src/with-window.ts'

const DIST = fileURLToPath(new URL('../../desktop/ui/dist', import.meta.url))
/** Messages whose way to the screen is timed. */
const MESSAGES = 30
/** How long the window is left alone before and while its idle load is read, in ms. */
const SETTLE_MS = 10_000
const IDLE_MS = 60_000
/** Clock ticks of the kernel in a second, on every Linux there is. */
const TICKS = 100

function say(name: string, unit: string, values: number[], budget?: number): void {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (part: number) => Number((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0).toFixed(3))
  const line = { name, unit, median: at(0.5), p95: at(0.95), min: at(0), max: at(1), runs: values.length, budget }
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

/** The program on this data folder and all that it started. */
async function tree(data: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const parents = new Map<string, string>()
  const roots: string[] = []
  for (const pid of pids) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    parents.set(pid, stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? '')
    if (line.includes(`--data\0${data}\0`)) roots.push(pid)
  }
  const isOurs = (pid: string): boolean => roots.includes(pid) || (parents.has(pid) && isOurs(parents.get(pid) ?? ''))
  return pids.filter(isOurs)
}

async function pssMb(pids: string[]): Promise<number> {
  const each = pids.map(async (pid) => /^Pss:\s+(\d+)/m.exec(await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => ''))?.[1])
  return (await Promise.all(each)).reduce((sum, kb) => sum + Number(kb ?? 0), 0) / 1024
}

async function ticks(pids: string[]): Promise<number> {
  const each = pids.map(async (pid) => (await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ')')).split(')').at(-1)?.split(' ').slice(12, 14) ?? [])
  return (await Promise.all(each)).flat().reduce((sum, one) => sum + Number(one), 0)
}

const folder = await mkdtemp(join(tmpdir(), 'allforone-bench-'))
const data = join(folder, 'data')
const begin = Date.now()
const window = await Window.open(data)
try {
  await begun(window)
  // WebDriver's own start is in it: the figure is an upper bound.
  say('start to first screen', 's', [(Date.now() - begin) / 1000])
  const community = await found(window, 'rooms')
  const rooms = await window.ask<{ items: { id: string }[] }>('rooms', { community })
  await window.go(`/c/${community}/rooms/${rooms.items[0]?.id}`)
  await window.holds('the room is there', `return document.querySelector('textarea') !== null`)
  const times: number[] = []
  for (let index = 0; index < MESSAGES; index += 1) {
    await window.run(`
      globalThis.took = undefined
      let begin
      addEventListener('keydown', (event) => { if (event.key === 'Enter') begin = performance.now() }, { capture: true })
      const list = new MutationObserver(() => {
        if (begin === undefined || ![...document.querySelectorAll('main p')].some((one) => one.textContent.includes('mesure ${index} fin'))) return
        list.disconnect()
        requestAnimationFrame(() => { globalThis.took = performance.now() - begin })
      })
      list.observe(document.body, { childList: true, subtree: true, characterData: true })`)
    await window.type('Message pour', `mesure ${index} fin`, true)
    await window.holds('the message is there', 'return globalThis.took !== undefined')
    times.push(await window.run<number>('return globalThis.took'))
  }
  say('message: key to visible', 'ms', times, 50)
  await pause(SETTLE_MS)
  const pids = await tree(data)
  say('idle memory of the process tree (PSS)', 'MB', [await pssMb(pids)])
  const before = await ticks(pids)
  await pause(IDLE_MS)
  say('idle load', '% of one core', [(((await ticks(pids)) - before) / TICKS / (IDLE_MS / 1000)) * 100], 1)
  const page = await readFile(join(DIST, 'index.html'), 'utf8')
  const scripts = [...page.matchAll(/assets\/[\w.-]+\.(?:js|css)/g)].map(([file]) => file)
  const sizes = await Promise.all([...new Set(scripts)].map(async (file) => gzipSync(await readFile(join(DIST, file))).length))
  say('start bundle, gzip', 'kB', [sizes.reduce((sum, size) => sum + size, 0) / 1000], 300)
  await window.quit()
} finally {
  await window.drop()
  await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 })
}
