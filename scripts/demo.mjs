// Two neighbours on this machine, through the local API alone (docs/api.md). No internet, no server.
//
//   node scripts/demo.mjs [--keep]     --keep leaves both nodes running, with links for the browser
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const PATIENCE_MS = 60_000
const begin = Date.now()
const say = (who, text) => console.log(`${((Date.now() - begin) / 1000).toFixed(2).padStart(6)} s  ${who.padEnd(8)} ${text}`)

/** Starts a node on free ports and waits until it is ready. */
async function start(name, folder) {
  const args = ['--data', join(folder, name), '--api', '127.0.0.1:0', '--listen', '/ip4/127.0.0.1/tcp/0', '--no-mdns', '--log', 'warn']
  const child = spawn(process.env.AFO_NODE, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, AFO_KEYCHAIN: 'file' } })
  const ready = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => resolve(JSON.parse(line)))
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code}`)))
  })
  return { name, child, ...ready, call: (command, input = {}) => call(ready, command, input) }
}

async function call({ api, token }, command, input) {
  const headers = { authorization: `Bearer ${token}` }
  const answer = await fetch(`${api}/api/rpc/${command}`, { method: 'POST', headers, body: JSON.stringify(input) })
  const body = await answer.json()
  if (!answer.ok) throw new Error(`${command}: ${body.message} (${body.code} ${body.details ?? ''})`)
  return body
}

/** Asks again at every notice until `question` has an answer. */
async function until(node, what, question) {
  const socket = new WebSocket(`${node.api.replace('http', 'ws')}/api/events`, ['afo', node.token])
  try {
    return await new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${node.name} waited in vain: ${what}`)), PATIENCE_MS)
      const ask = () =>
        question().then((answer) => {
          if (answer === undefined) return
          clearTimeout(timer)
          resolve(answer)
        }, reject)
      socket.onmessage = ask
      socket.onerror = () => reject(new Error(`${node.name}: the event stream broke`))
    })
  } finally {
    socket.close()
  }
}

async function stop(node) {
  if (node.child.exitCode !== null) return
  const ended = new Promise((resolve) => node.child.once('exit', resolve))
  node.child.kill('SIGTERM')
  const code = await ended
  if (code !== 0) throw new Error(`${node.name} ended with ${code}`)
}

const folder = await mkdtemp(join(tmpdir(), 'allforone-demo-'))
const nodes = []
try {
  const zoe = await start('Zoé', folder)
  nodes.push(zoe)
  const sami = await start('Sami', folder)
  nodes.push(sami)
  say('both', 'are ready, each with an empty folder')

  await zoe.call('phrase_new', { language: 'fr' })
  const { id: community } = await zoe.call('community_create', { name: 'Rue des Lilas', kind: 'neighbourhood', display_name: 'Zoé' })
  say('Zoé', 'founded “Rue des Lilas”')
  const invite = await zoe.call('invite_create', { community, role: 'member', uses: 1, approval: false })
  say('Zoé', `invites: ${invite.link.slice(0, 48)}…`)

  await sami.call('phrase_new', { language: 'en' })
  const { id } = await sami.call('join_start', { link: invite.link, display_name: 'Sami', address: zoe.addresses[0] ?? null })
  await until(sami, 'to be let in', async () => {
    const attempt = await sami.call('join_status', { id })
    if (attempt.state === 'failed') throw new Error(attempt.error?.message ?? 'the join failed')
    return attempt.state === 'done' ? attempt : undefined
  })
  say('Sami', 'is in')

  const room = await until(sami, 'a room', async () => (await sami.call('rooms', { community })).items[0])
  await sami.call('message_write', { community, room: room.id, text: 'Bonjour à tout le monde !', mentions: [] })
  const written = Date.now()
  say('Sami', `wrote in “${room.name}”`)
  const hello = await until(zoe, 'the message', async () =>
    (await zoe.call('messages', { community, room: room.id, limit: 10 })).items.find((message) => message.author_name === 'Sami'),
  )
  say('Zoé', `reads “${hello.text}” from ${hello.author_name}, ${Date.now() - written} ms later`)

  if (process.argv.includes('--keep')) {
    for (const node of nodes) console.log(`\n  ${node.name}: ${node.url}`)
    console.log('\nCtrl+C ends both.')
    await new Promise((resolve) => process.once('SIGINT', resolve))
  }
} finally {
  const ends = await Promise.allSettled(nodes.map(stop))
  await rm(folder, { recursive: true, force: true })
  for (const end of ends) if (end.status === 'rejected') console.error(end.reason.message)
}
