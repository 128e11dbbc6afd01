/** A headless node as a process, spoken to over its local API. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync } from 'node:fs'
import { createInterface } from 'node:readline'

/** A node that is ready. */
export class Peer {
  readonly data: string
  readonly url: string
  readonly addresses: readonly string[]
  readonly #api: string
  readonly #token: string
  readonly #child: ChildProcess

  private constructor(data: string, ready: Ready, child: ChildProcess) {
    this.data = data
    this.url = ready.url
    this.addresses = ready.addresses
    this.#api = ready.api
    this.#token = ready.token
    this.#child = child
  }

  /**
   * Starts a node and waits for its ready line. Its key and its log lie beside `data`.
   * `near`: addresses to dial at the start.
   */
  static async start(data: string, near: readonly string[] = []): Promise<Peer> {
    const args = ['--data', data, '--key-file', `${data}.key`, '--ui', named('AFO_UI'), '--api', '127.0.0.1:0']
    args.push('--listen', '/ip4/127.0.0.1/tcp/0', '--no-mdns', '--log', 'warn', ...near.flatMap((one) => ['--peer', one]))
    const child: ChildProcess = spawn(named('AFO_NODE'), args, { stdio: ['ignore', 'pipe', openSync(`${data}.log`, 'a')] })
    const { stdout } = child
    if (!stdout) throw new Error('the node has no output')
    const ready = await new Promise<Ready>((resolve, reject) => {
      createInterface({ input: stdout }).once('line', (line) => resolve(JSON.parse(line)))
      child.once('exit', (code) => reject(new Error(`the node ended with ${code}; see ${data}.log`)))
    })
    return new Peer(data, ready, child)
  }

  /** Calls a command of docs/api.md. */
  async call<T = unknown>(command: string, input: object = {}): Promise<T> {
    const answer = await fetch(`${this.#api}/api/rpc/${command}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' },
      body: JSON.stringify(input),
    })
    const body = await answer.json()
    if (!answer.ok) throw new Error(`${command}: ${JSON.stringify(body)}`)
    return body
  }

  /** Ends the process without a word: SIGKILL. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  /** Asks the process to end and returns its exit code. */
  async stop(): Promise<number | null> {
    await this.#end('SIGTERM')
    return this.#child.exitCode
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const gone = once(this.#child, 'exit')
    this.#child.kill(signal)
    await gone
  }
}

type Ready = { api: string; token: string; url: string; addresses: string[] }

/** Returns what an environment variable names; scripts/suite.sh sets them. */
export function named(variable: string): string {
  const value = process.env[variable]
  if (!value) throw new Error(`${variable} is not set: run this suite by scripts/test.sh`)
  return value
}
