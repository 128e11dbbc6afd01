// A headless node as a process, spoken to over its local API (docs/api.md).
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/**
 * Starts a node on free ports and waits for its ready line.
 *
 * @param {string} folder its data and its key lie in here
 */
export async function start(folder) {
  const program = process.env.AFO_NODE
  if (!program) throw new Error('AFO_NODE names no node; scripts/suite.sh sets it')
  const data = ['--data', join(folder, 'data'), '--key-file', join(folder, 'key')]
  const quiet = ['--api', '127.0.0.1:0', '--listen', '/ip4/127.0.0.1/tcp/0', '--no-mdns', '--log', 'warn']
  const child = spawn(program, [...data, ...quiet], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ready = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => resolve(JSON.parse(line)))
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`the node ended with ${code} before it was ready`)))
  })
  return { call: (command, input = {}) => call(ready, command, input), stop: () => stop(child) }
}

async function call({ api, token }, command, input) {
  const answer = await fetch(`${api}/api/rpc/${command}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(input),
  })
  const body = await answer.json()
  if (!answer.ok) throw new Error(`${command}: ${body.code} ${body.details ?? ''}`)
  return body
}

/** Asks the process to end and resolves to its exit code. */
function stop(child) {
  if (child.exitCode !== null) return child.exitCode
  return new Promise((resolve) => {
    child.once('exit', resolve)
    child.kill('SIGTERM')
  })
}
