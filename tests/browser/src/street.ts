/** The street of `make demo`: built by the demo's own program, then opened again with the nodes of this suite. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { named, Peer } from './peer.ts'

type Items<T> = { items: T[] }
type Named = { id: string; person: string; name: string; title: string }

/** Three neighbours with a week of life, and somebody who has just arrived. */
export class Street {
  readonly #folder: string
  readonly #peers: Peer[]
  readonly claire: Peer
  /** Has no community yet. */
  readonly newcomer: Peer
  /** Every address of `app/router.tsx` inside a community, with a name for its picture. */
  readonly screens: readonly (readonly [name: string, path: string])[]

  private constructor(folder: string, peers: [Peer, Peer, ...Peer[]], screens: Street['screens']) {
    this.#folder = folder
    this.#peers = peers
    ;[this.claire, this.newcomer] = peers
    this.screens = screens
  }

  /** Runs the demo once and starts its nodes again; returns when all are connected. */
  static async open(): Promise<Street> {
    const folder = await mkdtemp(join(tmpdir(), 'allforone-street-'))
    const demo = spawn(join(dirname(named('AFO_NODE')), 'demo'), ['--once', '--keep', folder], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, RUST_BACKTRACE: '0' },
    })
    const [code] = await once(demo, 'exit')
    if (code !== 0) throw new Error(`the demo ended with ${code}; its folder is ${folder}`)
    const claire = await Peer.start(join(folder, 'claire'))
    const newcomer = await Peer.start(join(folder, 'newcomer'))
    const others = [await Peer.start(join(folder, 'yanis'), claire.addresses)]
    others.push(await Peer.start(join(folder, 'odette'), claire.addresses))
    while ((await claire.call<{ connected: number }>('status')).connected < others.length) await pause()
    return new Street(folder, [claire, newcomer, ...others], await screensOf(claire))
  }

  /** Ends all nodes and forgets their folders. */
  async close(): Promise<void> {
    await Promise.all(this.#peers.map((peer) => peer.stop()))
    await rm(this.#folder, { recursive: true, force: true })
  }
}

async function screensOf(peer: Peer) {
  const [home] = (await peer.call<Items<Named>>('communities')).items
  if (!home) throw new Error('the demo founded no community')
  const community = home.id
  const list = async (command: string, input = {}) =>
    (await peer.call<Items<Named>>(command, { community, ...input })).items
  const room = (await list('rooms')).find(({ name }) => name !== 'Jardin partagé')
  const post = (await list('posts', { limit: 50 })).find(({ title }) => title.includes('composteur'))
  const month_ms = 30 * 24 * 3_600_000
  const span = { from_ms: Date.now(), to_ms: Date.now() + month_ms, limit: 100 }
  const event = (await list('events', span)).find(({ title }) => title === 'Repas de rue')
  const person = (await list('members', { limit: 50 })).find(({ name }) => name === 'Odette Le Gall')
  if (!room || !post || !event || !person) throw new Error('the demo did not write what it should')
  const c = `/c/${community}`
  return [
    ['home', c],
    ['today', `${c}/today`],
    ['rooms', `${c}/rooms`],
    ['discussion', `${c}/rooms/${room.id}`],
    ['boards', `${c}/boards`],
    ['post-new', `${c}/boards/new`],
    ['post', `${c}/posts/${post.id}`],
    ['post-edit', `${c}/posts/${post.id}/edit`],
    ['agenda', `${c}/agenda`],
    ['week', `${c}/agenda?view=week`],
    ['month', `${c}/agenda?view=month`],
    ['import', `${c}/agenda/import`],
    ['event-new', `${c}/agenda/new`],
    ['event', `${c}/agenda/${event.id}`],
    ['event-edit', `${c}/agenda/${event.id}/edit`],
    ['members', `${c}/people`],
    ['groups', `${c}/people/groups`],
    ['group-new', `${c}/people/groups?new=1`],
    ['profile', `${c}/people/${person.person}`],
    ['profile-edit', `${c}/people/me/edit`],
    ['invite', `${c}/invite`],
    ['export', `${c}/export`],
    ['search', `/search?q=jardin&in=${community}`],
    ['connections', '/network'],
    ['settings', '/settings'],
    ['not-found', '/nowhere'],
  ] as const
}

/** The first screens, for somebody without a community. */
export const doors = [
  ['welcome', '/welcome'],
  ['create', '/welcome/create'],
  ['join', '/welcome/join'],
  ['words', '/welcome/words'],
] as const

// Between two questions to a node that is still dialling.
const pause = () => new Promise((resolve) => setTimeout(resolve, 100))
