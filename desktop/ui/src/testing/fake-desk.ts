/** The desk at which the commands of the fake node are done. */
import type {
  Comment,
  EventPage,
  EventRow,
  Message,
  Notice,
  Post,
  Reaction,
  Subject,
} from '@/generated/bindings'
import { addMinutes, wallMs } from '@/lib/dates'
import type { Command, Input, Listener, Output } from '@/node/transport'
import { found } from './fake-pages'
import { repeated } from './fake-time'
import { plainRow } from './plain'
import type { World } from './world'

/** A command that no screen uses yet has none. */
export type Handlers = { [C in Command]?: (input: Input<C>) => Output<C> }

/** What the fake node's commands share: its world, what is made in it, and who is told. */
export class FakeDesk {
  readonly world: World
  readonly now: () => number
  private listeners = new Set<Listener>()
  private seq = 0
  private made = 0

  constructor(world: World, now: () => number) {
    this.world = world
    this.now = now
  }

  subscribe(listener: Listener): () => void {
    this.listeners.add(listener)
    queueMicrotask(() => {
      listener.opened()
      this.send({ type: 'status', seq: 0, connected: this.world.status.connected })
    })
    return () => this.listeners.delete(listener)
  }

  /** Tells the screens that something changed. */
  changed(...subjects: Subject[]) {
    this.send({ type: 'changed', seq: 0, subjects })
  }

  private send(notice: Notice) {
    this.seq += 1
    for (const listener of this.listeners) listener.notice({ ...notice, seq: this.seq })
  }

  /** Lets somebody else write a message, as if it had arrived from a neighbour. */
  arrive(community: string, room: string, person: number, text: string) {
    const author = this.world.profiles[community]?.[person]
    if (!author) throw new Error(`nobody has number ${person}`)
    const message = this.newMessage(room, author.person, author.name, author.color, text, false)
    this.world.messages[room]?.push(message)
    this.touchRoom(community, room, message)
    this.changed(['messages', community, room])
  }

  id(prefix: string) {
    this.made += 1
    return `${prefix}-new${this.made}`
  }

  newMessage(
    room: string,
    author: string,
    name: string,
    color: number,
    text: string,
    mine: boolean,
  ): Message {
    return {
      id: this.id('m'),
      room,
      author,
      author_name: name,
      color,
      time_ms: this.now(),
      text,
      edited: false,
      deleted: false,
      reply_to: null,
      topic: null,
      mentions: [],
      reactions: [],
      mine,
      copies: 0,
      provisional: false,
    }
  }

  touchRoom(community: string, room: string, message: Message) {
    const found = this.world.rooms[community]?.find((one) => one.id === room)
    if (found)
      found.last = { author_name: message.author_name, snippet: message.text, time_ms: message.time_ms }
  }

  isNameless(community: unknown) {
    return this.world.communities.some((one) => one.id === community && one.nameless)
  }

  me(community: string) {
    return found(this.world.profiles[community]?.find((profile) => profile.mine))
  }

  message(room: string, id: string) {
    return found(this.world.messages[room]?.find((message) => message.id === id))
  }

  post(id: string): Post {
    return found(
      Object.values(this.world.posts)
        .flat()
        .find((post) => post.id === id),
    )
  }

  comment(post: string, id: string): Comment {
    return found(this.world.comments[post]?.find((comment) => comment.id === id))
  }

  event(community: string, id: string): EventPage {
    return found(this.world.events[community]?.find((event) => event.id === id))
  }

  react(community: string, reactions: Reaction[], emoji: string, on: boolean) {
    const { name } = this.me(community)
    const rest = reactions.map((one) =>
      one.emoji === emoji
        ? { ...one, mine: on, people: one.people.filter((person) => person !== name) }
        : one,
    )
    const one = rest.find((reaction) => reaction.emoji === emoji)
    if (on && one) one.people.push(name)
    if (on && !one) rest.push({ emoji, people: [name], mine: true })
    return rest.filter((reaction) => reaction.people.length > 0)
  }

  /** Moves a join on by one step each second. */
  advance(id: string, link: string, name: string) {
    const steps = ['asking', 'receiving', 'done'] as const
    steps.forEach((state, index) => {
      setTimeout(
        () => {
          const join = this.world.joins.get(id)
          if (!join || join.state === 'cancelled' || join.state === 'failed') return
          if (link.includes('expired')) {
            join.state = 'failed'
            join.error = { code: 'link_expired', message: 'The invitation has run out.' }
          } else {
            join.state = state
            join.name = index > 0 ? 'Quartier des Lilas' : null
            if (state === 'done') join.community = this.found('Quartier des Lilas', 'neighbourhood', name).id
          }
          this.changed(['join', id], ['communities'])
        },
        (index + 1) * 1200,
      )
    })
  }

  found(name: string, kind: string, displayName: string) {
    const id = this.id('c')
    const community = {
      id,
      name,
      kind,
      role: 'owner',
      members: 1,
      unread: 0,
      state: 'member',
      joined_ms: this.now(),
      me: 'p0',
      nameless: displayName === '',
      example: false,
    } as const
    this.world.communities.push({ ...community })
    this.world.profiles[id] = [
      {
        person: 'p0',
        name: displayName || '…p0',
        about: '',
        languages: [],
        can_help: [],
        wants_to_learn: [],
        contact: '',
        groups: [],
        color: 4,
        mine: true,
        role: 'owner',
        joined_ms: this.now(),
      },
    ]
    const french = document.documentElement.lang.startsWith('fr')
    const room = this.id('r')
    const board = this.id('b')
    this.world.rooms[id] = [
      {
        id: room,
        name: french ? 'Discussion générale' : 'General',
        purpose: '',
        unread: 0,
        last: null,
        muted: false,
      },
    ]
    this.world.boards[id] = [
      { id: board, name: french ? 'Annonces' : 'Announcements', purpose: '', unread: 0, muted: false },
    ]
    this.world.messages[room] = []
    this.world.posts[board] = []
    this.world.events[id] = []
    this.world.invites[id] = []
    return { ...community }
  }

  rows(community: string): EventRow[] {
    return (this.world.events[community] ?? []).flatMap((event) =>
      repeated(this.row(event, community), event.rrule),
    )
  }

  row(event: EventPage, community: string): EventRow {
    const me = this.me(community).person
    const of = (answer: string) => event.answers.filter((one) => one.answer === answer).length
    const start = localMs(event.start.local ?? event.start.date ?? '')
    return {
      id: event.id,
      occurrence: null,
      title: event.title,
      place: event.place,
      start_ms: start,
      end_ms: start + event.duration_minutes * 60_000,
      all_day: event.start.date !== undefined && event.start.date !== null,
      tz: event.start.tz ?? 'Europe/Paris',
      status: event.status,
      mine: event.answers.find((one) => one.person === me)?.answer ?? null,
      yes: of('yes'),
      maybe: of('maybe'),
      no: of('no'),
      capacity: event.capacity,
      recurring: event.rrule !== null,
      ...plainRow,
    }
  }
}

/** Reads a wall-clock time in the zone of this machine. */
function localMs(local: string): number {
  const wall = addMinutes(local, 0)
  const asUtc = wallMs(wall)
  return asUtc + new Date(asUtc).getTimezoneOffset() * 60_000
}
