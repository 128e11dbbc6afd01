/** The window of AllForOne, driven over the WebDriver protocol (W3C) by WebKitGTK's own driver. No packages needed. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** How long a thing may take to appear, in ms: the first paint is slow without a graphics card. */
const PATIENCE_MS = 60_000
/** How often the driver is asked whether it is up, and the system whether a program has ended, in ms. */
const ASK_AGAIN_MS = 100
/** The name that WebDriver gives to a reference to an element. */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf'
const ENTER = '\uE007'

/** Returns the home of the person whose data folder this is. */
export const homeOf = (data: string) => `${data}.user`

/** A started window. */
export class Window {
  readonly #driver: ChildProcess
  readonly #session: string
  readonly #data: string

  private constructor(driver: ChildProcess, session: string, data: string) {
    this.#driver = driver
    this.#session = session
    this.#data = data
  }

  /** Starts the program `AFO_APP` on the data folder `data`; configuration and caches go beside it. */
  static async open(data: string): Promise<Window> {
    const binary = process.env.AFO_APP
    if (!binary || !process.env.DISPLAY) throw new Error('run this suite by scripts/test.sh window')
    const port = await freePort()
    const home = { HOME: homeOf(data), XDG_DATA_HOME: `${data}.home`, XDG_CONFIG_HOME: `${data}.config`, XDG_CACHE_HOME: `${data}.cache` }
    const driver = spawn(process.env.WEBKIT_DRIVER ?? 'WebKitWebDriver', [`--port=${port}`], {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...home, TAURI_WEBVIEW_AUTOMATION: 'true', AFO_KEYCHAIN: 'file', LANGUAGE: 'fr' },
    })
    try {
      const base = `http://127.0.0.1:${port}`
      await within('the driver answers', async () => (await fetch(`${base}/status`)).ok)
      const options = { 'webkitgtk:browserOptions': { binary, args: ['--data', data] } }
      const { sessionId } = await ask<{ sessionId: string }>(`${base}/session`, 'POST', {
        capabilities: { alwaysMatch: options },
      })
      const session = `${base}/session/${sessionId}`
      await ask(`${session}/timeouts`, 'POST', { implicit: PATIENCE_MS })
      return new Window(driver, session, data)
    } catch (error) {
      await end(driver)
      throw error
    }
  }

  /** Waits for a link or button that holds exactly this text (or is labelled so) and clicks it. */
  async click(text: string): Promise<void> {
    const words = literal(text)
    await this.clickAt(`//*[self::a or self::button][@aria-label=${words} or .//text()[normalize-space()=${words}]]`)
  }

  /** Waits for the first element at an XPath and clicks it. */
  async clickAt(xpath: string): Promise<void> {
    const element = await this.#find(xpath)
    await ask(`${this.#session}/element/${element}/click`, 'POST', {})
  }

  /** Types into the field whose label begins so; `send` presses Enter afterwards. */
  async type(label: string, text: string, send = false): Promise<void> {
    const element = await this.#find(`//*[self::input or self::textarea][@id=//label[starts-with(normalize-space(), ${literal(label)})]/@for]`)
    await ask(`${this.#session}/element/${element}/value`, 'POST', { text: send ? text + ENTER : text })
  }

  /** Waits until an element of this kind (XPath name or `*`) holds this text. */
  async sees(text: string, kind = '*'): Promise<void> {
    await this.#find(`//${kind}[text()[contains(normalize-space(), ${literal(text)})]]`)
  }

  /** Runs a script in the page and returns what it answers. */
  run<T>(script: string): Promise<T> {
    return ask<T>(`${this.#session}/execute/sync`, 'POST', { script, args: [] })
  }

  /** Runs a script in the page that calls `done` with its answer. */
  later<T>(script: string): Promise<T> {
    const wrapped = `const done = arguments[0]; ${script}`
    return ask<T>(`${this.#session}/execute/async`, 'POST', { script: wrapped, args: [] })
  }

  /** Asks the node behind the page, as its screens do. Returns its answer; throws what it refuses. */
  async ask<T = unknown>(command: string, input: object = {}): Promise<T> {
    const script = `const [command, input, done] = arguments
      __TAURI_INTERNALS__.invoke('rpc', { command, input }).then((value) => done({ value }), (failure) => done({ failure }))`
    const answer = await ask<{ value: T; failure?: unknown }>(`${this.#session}/execute/async`, 'POST', {
      script,
      args: [command, input],
    })
    if (answer.failure !== undefined) throw new Error(`${command}: ${JSON.stringify(answer.failure)}`)
    return answer.value
  }

  /** Goes to an address of the screens without loading the page anew. */
  async go(path: string): Promise<void> {
    await this.run(`history.pushState(null, '', ${JSON.stringify(path)}); dispatchEvent(new PopStateEvent('popstate'))`)
  }

  /** Waits until a script of the page answers true. */
  async holds(what: string, script: string): Promise<void> {
    await within(what, () => this.run<boolean>(script))
  }

  /** Writes a picture of the page to `file`. */
  async picture(folder: string, name: string): Promise<void> {
    await mkdir(folder, { recursive: true })
    const png = await ask<string>(`${this.#session}/screenshot`, 'GET')
    await writeFile(join(folder, `${name}.png`), png, 'base64')
  }

  /** Asks the program to end as the system does at log-out, and waits until it is gone. */
  async quit(): Promise<void> {
    for (const pid of await programsOn(this.#data)) process.kill(pid, 'SIGTERM')
    await within('the program ends', async () => (await programsOn(this.#data)).length === 0)
    await end(this.#driver)
  }

  /** Ends what is left, whatever happened. */
  async drop(): Promise<void> {
    for (const pid of await programsOn(this.#data)) process.kill(pid, 'SIGKILL')
    await end(this.#driver)
  }

  async #find(xpath: string): Promise<string> {
    const found = await ask<Record<string, string>>(`${this.#session}/element`, 'POST', { using: 'xpath', value: xpath })
    const element = found[ELEMENT]
    if (!element) throw new Error(`nothing at ${xpath}`)
    return element
  }
}

async function ask<T>(url: string, method: 'GET' | 'POST', body?: object): Promise<T> {
  const answer = await fetch(url, { method, ...(body ? { body: JSON.stringify(body) } : {}) })
  const { value } = (await answer.json()) as { value: T }
  if (!answer.ok) throw new Error(`${url.replace(/^.*\/session\/[^/]*/, '')} ${JSON.stringify(body)}: ${JSON.stringify(value)}`)
  return value
}

export async function within(what: string, question: () => Promise<boolean>): Promise<void> {
  const end_ms = Date.now() + PATIENCE_MS
  while (!(await question().catch(() => false))) {
    if (Date.now() > end_ms) throw new Error(`waited in vain: ${what}`)
    await pause(ASK_AGAIN_MS)
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  await gone
}

/** Returns the programs that were started with this data folder; the driver keeps their ids to itself. */
async function programsOn(data: string): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const lines = await Promise.all(
    pids.map(async (pid) => [pid, await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')] as const),
  )
  return lines.filter(([, line]) => line.includes(`--data\0${data}\0`)).map(([pid]) => Number(pid))
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}

/** Writes a text as an XPath literal; none of ours holds a straight double quote. */
const literal = (text: string) => `"${text}"`
