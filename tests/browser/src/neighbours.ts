/** Three neighbours of one street, each with a node and a page: what is written reaches who was away for a while. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, expect, type Page } from '@playwright/test'
import { enter, show } from './page.ts'
import { Peer } from './peer.ts'

type Items<T> = { items: T[] }
type Ids = { id: string }
type Status = { peer_id: string; connected: number }
type Joined = { id: string; state: string }

/** Waits until a question has this answer; `expect.poll` with a name for what was waited for. */
const until = (what: string, ask: () => Promise<unknown>, answer: unknown) =>
  expect.poll(ask, { message: what }).toEqual(answer)

/** One neighbour. Their node may stop and start again; their page stays. */
export class Neighbour {
  readonly name: string
  readonly page: Page
  peer: Peer

  private constructor(name: string, page: Page, peer: Peer) {
    this.name = name
    this.page = page
    this.peer = peer
  }

  static async start(browser: Browser, folder: string, name: string, near: readonly Neighbour[]): Promise<Neighbour> {
    const peer = await Peer.start(join(folder, name), addresses(near))
    const one = new Neighbour(name, await (await browser.newContext()).newPage(), peer)
    await enter(one.page, peer)
    return one
  }

  /** Opens an address of this neighbour's own screens. */
  async at(path: string): Promise<Page> {
    await show(this.page, this.peer, path)
    return this.page
  }

  /** How many machines are connected. */
  async connected(): Promise<number> {
    return (await this.peer.call<Status>('status')).connected
  }

  /** The machine dies without a word. */
  async vanish(): Promise<void> {
    await this.peer.kill()
  }

  /** The machine is switched on again and finds `near`. */
  async returns(near: readonly Neighbour[]): Promise<void> {
    this.peer = await Peer.start(this.peer.data, addresses(near))
    await enter(this.page, this.peer)
    await this.#meets(near)
  }

  /** Refuses the machines of the others, so that this one goes on alone while they go on, too. */
  async cutOff(others: readonly Neighbour[]): Promise<void> {
    await this.#refuse(others, true)
    await until(`${this.name} is cut off`, () => this.connected(), 0)
  }

  /** Takes the others in again. */
  async reconnect(others: readonly Neighbour[]): Promise<void> {
    await this.#refuse(others, false)
    for (const address of addresses(others)) await this.peer.call('peer_dial', { address })
    await this.#meets(others)
  }

  /** Waits for at least as many machines as are named: others find their way, too. */
  async #meets(others: readonly Neighbour[]) {
    await until(`${this.name} is connected again`, async () => (await this.connected()) >= others.length, true)
  }

  async #refuse(others: readonly Neighbour[], on: boolean) {
    for (const { peer } of others) {
      const { peer_id } = await peer.call<Status>('status')
      await this.peer.call('peer_block', { peer_id, on })
    }
  }
}

const addresses = (of: readonly Neighbour[]) => of.flatMap(({ peer }) => peer.addresses.slice(0, 1))

/** Zoé, who founded the community, Sami and Odette. */
export class Neighbours {
  readonly folder: string
  readonly community: string
  /** The room that is there from the start. */
  room = ''
  readonly zoe: Neighbour
  readonly sami: Neighbour
  readonly odette: Neighbour
  readonly #others: Neighbour[] = []

  private constructor(folder: string, community: string, all: [Neighbour, Neighbour, Neighbour]) {
    this.folder = folder
    this.community = community
    ;[this.zoe, this.sami, this.odette] = all
  }

  /** Starts the three and returns when each is connected with the two others and knows their names. */
  static async meet(browser: Browser): Promise<Neighbours> {
    const folder = await mkdtemp(join(tmpdir(), 'allforone-neighbours-'))
    const zoe = await Neighbour.start(browser, folder, 'zoe', [])
    const made = { name: 'Rue des Lilas', kind: 'neighbourhood', display_name: 'Zoé' }
    const community = (await zoe.peer.call<Ids>('community_create', made)).id
    const asked = { community, role: 'member', uses: null, expires_ms: null, approval: false }
    const { link } = await zoe.peer.call<{ link: string }>('invite_create', asked)
    const sami = await Neighbour.start(browser, folder, 'sami', [zoe])
    const odette = await Neighbour.start(browser, folder, 'odette', [zoe, sami])
    for (const [one, display_name] of [
      [sami, 'Sami'],
      [odette, 'Odette'],
    ] as const) {
      const input = { link, display_name, address: zoe.peer.addresses[0] }
      const { id } = await one.peer.call<Joined>('join_start', input)
      const state = async () => (await one.peer.call<Joined>('join_status', { id })).state
      await until(`${display_name} joins`, state, 'done')
    }
    const world = new Neighbours(folder, community, [zoe, sami, odette])
    for (const one of world.all) {
      await one.at(`/c/${community}`)
      await until(`${one.name} is connected`, () => one.connected(), 2)
      const names = async () => (await world.list<{ name: string }>(one, 'members', { limit: 50 })).map(({ name }) => name)
      await until(`${one.name} knows the others`, async () => (await names()).sort(), ['Odette', 'Sami', 'Zoé'])
    }
    const [room] = await world.list<Ids>(zoe, 'rooms')
    if (!room) throw new Error('the community has no room')
    world.room = room.id
    return world
  }

  get all(): [Neighbour, Neighbour, Neighbour] {
    return [this.zoe, this.sami, this.odette]
  }

  /** Starts somebody who has no community yet. */
  async stranger(browser: Browser, name: string): Promise<Neighbour> {
    const one = await Neighbour.start(browser, this.folder, name, [])
    this.#others.push(one)
    return one
  }

  /** Returns the rows of a list of the community, as one neighbour has them. */
  async list<T>({ peer }: Neighbour, command: string, input: object = {}): Promise<T[]> {
    return (await peer.call<Items<T>>(command, { community: this.community, ...input })).items
  }

  /** Ends all nodes and forgets their folders. */
  async part(): Promise<void> {
    await Promise.all([...this.all, ...this.#others].map(({ peer }) => peer.stop()))
    await rm(this.folder, { recursive: true, force: true })
  }
}
