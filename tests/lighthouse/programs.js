/** The two programs this suite needs: the screens of the fake build behind an address, and a Chromium to look at them. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const UI = fileURLToPath(new URL('../../desktop/ui', import.meta.url))
const PORT = 4597

/** Serves `desktop/ui/dist-fake`; resolves to its address once it answers. */
export async function serveScreens() {
  const args = ['node_modules/vite/bin/vite.js', 'preview', '--mode', 'fake', '--outDir', 'dist-fake']
  const child = spawn(process.execPath, [...args, '--host', '127.0.0.1', '--port', String(PORT), '--strictPort'], {
    cwd: UI,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await lineOf(child, child.stdout, /127\.0\.0\.1/)
  return { address: `http://127.0.0.1:${PORT}`, stop: () => end(child) }
}

/** Starts the system's Chromium; resolves to the port of its debugger. */
export async function startChromium() {
  const profile = await mkdtemp(join(tmpdir(), 'allforone-lighthouse-'))
  const args = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run']
  args.push('--disable-background-networking', '--disable-component-update', '--disable-sync')
  args.push('--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank')
  const child = spawn(process.env.CHROMIUM ?? '/usr/bin/chromium', args, { stdio: ['ignore', 'ignore', 'pipe'] })
  const [, port] = await lineOf(child, child.stderr, /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)/)
  const stop = async () => {
    await end(child)
    await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  }
  return { port: Number(port), stop }
}

/** Waits for a line that fits; fails where the program ends before. */
function lineOf(child, stream, wanted) {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${child.spawnfile} ended with ${code}`)))
    createInterface({ input: stream }).on('line', (line) => {
      const found = wanted.exec(line)
      if (found) resolve(found)
    })
  })
}

async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill()
  await gone
}
