/** A node made of memory: answers every command with believable data. For tests and `npm run dev:fake`. */
import type {
  Comment,
  EventPage,
  EventRow,
  Message,
  NodeError,
  Notice,
  Post,
  Reaction,
  Subject,
} from '@/generated/bindings'
import { addMinutes, wallMs } from '@/lib/dates'
import { sameLetters } from '@/lib/same-letters'
import { NodeFailure } from '@/node/failure'
import type { Command, Input, Listener, Output, Transport } from '@/node/transport'
import { seat, slotsOf, takeSlot } from './fake-events'
import { fakeCalendar, fakeToday, repeated } from './fake-time'
import { topicCommands } from './fake-topics'
import { plainAnswer, plainEvent, plainPost, plainRow } from './plain'
import { emptyWorld, fakeInvite, membersOf, type World } from './seed'

/** What asks for a name first, of who came to look around. */
const WRITES: ReadonlySet<Command> = new Set<Command>([
  'message_write',
  'message_react',
  'post_write',
  'rsvp_set',
])

/** A command that no screen uses yet has none. */
type Handlers = { [C in Command]?: (input: Input<C>) => Output<C> }

export interface FakeOptions {
  world?: World
  /** Every command fails with this error, except those in `working`. */
  failing?: NodeError
  /** Commands that never answer. */
  hanging?: readonly Command[]
  /** How long an answer takes, in ms. */
  delayMs?: number
  now?: () => number
}

/** A node made of memory. `calls` tells what was asked of it. */
export class FakeNode implements Transport {
  readonly world: World
  readonly calls: { command: Command; input: unknown }[] = []
  private listeners = new Set<Listener>()
  private seq = 0
  private made = 0
  private looks = new Set<string>()
  private readonly now: () => number
  private readonly options: FakeOptions

  constructor(options: FakeOptions = {}) {
    this.options = options
    this.world = options.world ?? emptyWorld()
    this.now = options.now ?? Date.now
  }

  async call<C extends Command>(command: C, input: Input<C>): Promise<Output<C>> {
    this.calls.push({ command, input })
    if (this.options.hanging?.includes(command)) return new Promise(() => {})
    await new Promise((resolve) => setTimeout(resolve, this.options.delayMs ?? 0))
    const always = command === 'settings_get' || command === 'status' || command === 'communities'
    if (this.options.failing && !always) throw new NodeFailure(this.options.failing)
    if (WRITES.has(command) && 'community' in input && this.isNameless(input.community)) {
      throw new NodeFailure({ code: 'nameless', message: 'No name was given yet.' })
    }
    const handler = this.handlers[command]
    if (!handler) throw new NodeFailure({ code: 'unknown_command', message: command })
    return structuredClone(handler(input))
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

  private id(prefix: string) {
    this.made += 1
    return `${prefix}-new${this.made}`
  }

  private newMessage(
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

  private touchRoom(community: string, room: string, message: Message) {
    const found = this.world.rooms[community]?.find((one) => one.id === room)
    if (found)
      found.last = { author_name: message.author_name, snippet: message.text, time_ms: message.time_ms }
  }

  private isNameless(community: unknown) {
    return this.world.communities.some((one) => one.id === community && one.nameless)
  }

  private me(community: string) {
    return found(this.world.profiles[community]?.find((profile) => profile.mine))
  }

  private message(room: string, id: string) {
    return found(this.world.messages[room]?.find((message) => message.id === id))
  }

  private post(id: string): Post {
    return found(
      Object.values(this.world.posts)
        .flat()
        .find((post) => post.id === id),
    )
  }

  private comment(post: string, id: string): Comment {
    return found(this.world.comments[post]?.find((comment) => comment.id === id))
  }

  private event(community: string, id: string): EventPage {
    return found(this.world.events[community]?.find((event) => event.id === id))
  }

  private react(community: string, reactions: Reaction[], emoji: string, on: boolean) {
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
  private advance(id: string, link: string, name: string) {
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

  private found(name: string, kind: string, displayName: string) {
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
      { id: board, name: french ? 'Annonces' : 'Announcements', purpose: '', unread: 0 },
    ]
    this.world.messages[room] = []
    this.world.posts[board] = []
    this.world.events[id] = []
    this.world.invites[id] = []
    return { ...community }
  }

  private rows(community: string): EventRow[] {
    return (this.world.events[community] ?? []).flatMap((event) =>
      repeated(this.row(event, community), event.rrule),
    )
  }

  private row(event: EventPage, community: string): EventRow {
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

  private readonly handlers: Handlers = {
    status: () => this.world.status,
    phrase_new: ({ language }) => {
      this.world.status.phrase = 'unchecked'
      this.changed(['status'])
      return { words: phraseWords(language) }
    },
    phrase_check: ({ answers }) => {
      const ok = answers.every(({ index, word }) =>
        [phraseWords('fr')[index], phraseWords('en')[index]].includes(word.trim().toLowerCase()),
      )
      if (ok) this.world.status.phrase = 'checked'
      this.changed(['status'])
      return { ok }
    },
    today: ({ community }) => fakeToday(this.world, community ?? null, this.now(), (id) => this.rows(id)),
    visit_mark: ({ community, all_read }) => {
      this.world.visited = this.now()
      if (all_read) {
        for (const one of this.world.communities) {
          if (community && one.id !== community) continue
          for (const place of [...(this.world.rooms[one.id] ?? []), ...(this.world.boards[one.id] ?? [])]) {
            place.unread = 0
          }
          one.unread = 0
        }
      }
      this.changed(['all'])
      return {}
    },
    communities: () => page(this.world.communities),
    community_create: ({ name, kind, display_name }) => {
      const community = this.found(name, kind, display_name)
      this.changed(['communities'])
      return community
    },
    invite_create: ({ community, role, uses, expires_ms, approval }) => {
      const invite = {
        ...fakeInvite(this.id('i'), this.now(), this.me(community).name),
        role,
        uses: uses ?? null,
        used: 0,
        expires_ms: expires_ms ?? null,
        approval,
      }
      this.world.invites[community]?.unshift(invite)
      this.changed(['invites', community])
      return invite
    },
    invite_list: ({ community }) => page(this.world.invites[community] ?? []),
    invite_revoke: ({ community, invite }) => {
      const one = found(this.world.invites[community]?.find((candidate) => candidate.id === invite))
      one.revoked = true
      this.changed(['invites', community])
      return one
    },
    link_read: ({ link }) => {
      const found = /allforone:\/\/join\/\S{20,}/.exec(link)?.[0]
      if (!found) throw new NodeFailure({ code: 'wrong_link', message: 'This is no invitation.' })
      return {
        kind: link.startsWith('allforone') ? 'invite' : 'file',
        community: null,
        name: /name: (.*)/.exec(link)?.[1] ?? null,
        here: false,
        expires_ms: this.now() + 7 * 86_400_000,
        expired: link.includes('expired'),
        link: found,
        addresses: [],
      }
    },
    example_create: ({ lang }) => {
      const name = lang === 'fr' ? 'Rue de l’Exemple' : 'Example Street'
      const community = this.found(name, 'neighbourhood', lang === 'fr' ? 'Vous' : 'You')
      Object.assign(found(this.world.communities.at(-1)), { example: true })
      this.changed(['communities'])
      return { ...community, example: true }
    },
    example_remove: ({ community }) => {
      this.world.communities = this.world.communities.filter((one) => one.id !== community)
      this.changed(['all'])
      return {}
    },
    join_start: ({ link, display_name }) => {
      if (!link.startsWith('allforone://join/') && link.length < 8) {
        throw new NodeFailure({ code: 'wrong_link', message: 'This is no invitation.' })
      }
      const id = this.id('j')
      this.world.joins.set(id, { id, state: 'connecting', community: null, name: null, error: null })
      this.advance(id, link, display_name)
      return found(this.world.joins.get(id))
    },
    invite_look: ({ link }) => {
      const seen = this.looks.has(link)
      this.looks.add(link)
      if (!seen) return { state: 'looking', door: null, error: null }
      if (link.includes('nobody')) {
        this.looks.delete(link)
        const error = { code: 'unreachable', message: 'Nobody is there.' } as const
        return { state: 'failed', door: null, error }
      }
      const door = { name: 'Quartier des Lilas', kind: 'neighbourhood', members: 31, invited_by: 'Zoé' }
      return { state: 'seen', door: { ...door, approval: link.includes('approval') }, error: null }
    },
    join_status: ({ id }) => found(this.world.joins.get(id)),
    join_cancel: ({ id }) => {
      const join = found(this.world.joins.get(id))
      join.state = 'cancelled'
      return join
    },
    profile_get: ({ community, person }) =>
      person
        ? found(this.world.profiles[community]?.find((one) => one.person === person))
        : this.me(community),
    profile_set: ({ community, ...input }) => {
      const me = Object.assign(this.me(community), input)
      for (const one of this.world.communities) if (one.id === community) one.nameless = false
      this.changed(['profile', community, me.person], ['members', community])
      return me
    },
    members: ({ community, skill, learns }) => {
      const holds = (list: string[], words: string | null | undefined) =>
        !words ||
        sameLetters(words)
          .split(/\s+/)
          .every((word) => sameLetters(list.join(' ')).includes(word))
      return page(
        membersOf(this.world, community).filter(
          (member) => holds(member.can_help, skill) && holds(member.wants_to_learn, learns),
        ),
      )
    },
    rooms: ({ community }) => page(this.world.rooms[community] ?? []),
    room_create: ({ community, name, purpose }) => {
      const room = { id: this.id('r'), name, purpose, unread: 0, last: null, muted: false }
      this.world.rooms[community]?.push(room)
      this.world.messages[room.id] = []
      this.changed(['rooms', community])
      return room
    },
    messages: ({ room, limit, topic, ...from }) => {
      const all = this.world.messages[room] ?? []
      return stretch(topic ? all.filter((message) => message.topic?.id === topic) : all, from, limit)
    },
    ...topicCommands(
      () => this.world,
      (room, title, community) => {
        const me = this.me(community)
        const opener = this.newMessage(room, me.person, me.name, me.color, '', true)
        opener.topic = { id: opener.id, title, resolved: false, opens: true }
        this.world.messages[room]?.push(opener)
        return opener
      },
      (community, room) => this.changed(['messages', community, room]),
    ),
    room_pins: ({ room }) =>
      page(
        (this.world.messages[room] ?? []).filter((message) => this.world.pinned.has(message.id)).reverse(),
      ),
    message_pin: ({ community, room, message, pinned }) => {
      if (pinned) this.world.pinned.add(message)
      else this.world.pinned.delete(message)
      this.changed(['messages', community, room])
      return this.message(room, message)
    },
    message_write: ({ community, room, text, reply_to, mentions, topic }) => {
      const me = this.me(community)
      const answered = reply_to ? this.message(room, reply_to) : undefined
      const message = this.newMessage(room, me.person, me.name, me.color, text, true)
      message.mentions = mentions
      const opener = topic ? this.message(room, topic) : undefined
      if (opener?.topic) message.topic = { ...opener.topic, opens: false }
      if (answered)
        message.reply_to = { id: answered.id, author_name: answered.author_name, snippet: answered.text }
      this.world.messages[room]?.push(message)
      this.touchRoom(community, room, message)
      this.changed(['messages', community, room])
      setTimeout(() => {
        message.copies = this.world.status.connected
        this.changed(['messages', community, room])
      }, 1500)
      return message
    },
    message_edit: ({ community, room, message, text }) => {
      const one = Object.assign(this.message(room, message), { text, edited: true })
      this.changed(['messages', community, room])
      return one
    },
    message_delete: ({ community, room, message }) => {
      const one = Object.assign(this.message(room, message), { text: '', deleted: true, reactions: [] })
      this.changed(['messages', community, room])
      return one
    },
    message_react: ({ community, room, message, emoji, on }) => {
      const one = this.message(room, message)
      one.reactions = this.react(community, one.reactions, emoji, on)
      this.changed(['messages', community, room])
      return one
    },
    boards: ({ community }) => page(this.world.boards[community] ?? []),
    board_create: ({ community, name, purpose }) => {
      const board = { id: this.id('b'), name, purpose, unread: 0 }
      this.world.boards[community]?.push(board)
      this.world.posts[board.id] = []
      this.changed(['boards', community])
      return board
    },
    posts: ({ community, board, before, limit }) => {
      const boards = (this.world.boards[community] ?? []).filter((one) => !board || one.id === board)
      const posts = boards
        .flatMap((one) => this.world.posts[one.id] ?? [])
        .sort((a, b) => a.time_ms - b.time_ms)
      return newestFirst(posts, before, limit)
    },
    post_pins: ({ community, board }) => {
      const boards = (this.world.boards[community] ?? []).filter((one) => !board || one.id === board)
      return page(boards.flatMap((one) => (this.world.posts[one.id] ?? []).filter((post) => post.pinned)))
    },
    post_write: ({ community, board, kind, title, body, tags, ack }) => {
      const me = this.me(community)
      const post: Post = {
        id: this.id('t'),
        board,
        board_name: this.world.boards[community]?.find((one) => one.id === board)?.name ?? '',
        author: me.person,
        author_name: me.name,
        color: me.color,
        time_ms: this.now(),
        kind,
        title,
        body,
        tags,
        edited: false,
        deleted: false,
        comments: 0,
        reactions: [],
        mine: true,
        copies: 0,
        ...plainPost,
        ack: ack
          ? { read: 0, members: (this.world.profiles[community]?.length ?? 1) - 1, mine: false }
          : null,
      }
      this.world.posts[board]?.push(post)
      this.world.comments[post.id] = []
      this.changed(['posts', community, board])
      return post
    },
    post_edit: ({ community, post, title, body, tags }) => {
      const one = Object.assign(this.post(post), { title, body, tags, edited: true })
      this.changed(['posts', community, one.board], ['thread', community, post])
      return one
    },
    post_delete: ({ community, post }) => {
      const one = Object.assign(this.post(post), { title: '', body: '', tags: [], deleted: true })
      this.changed(['posts', community, one.board], ['thread', community, post])
      return one
    },
    post_react: ({ community, post, emoji, on }) => {
      const one = this.post(post)
      one.reactions = this.react(community, one.reactions, emoji, on)
      this.changed(['thread', community, post])
      return one
    },
    thread: ({ post }) => ({ post: this.post(post), comments: this.world.comments[post] ?? [] }),
    comment_write: ({ community, post, text, reply_to }) => {
      const me = this.me(community)
      const comment: Comment = {
        id: this.id('k'),
        post,
        author: me.person,
        author_name: me.name,
        color: me.color,
        time_ms: this.now(),
        text,
        reply_to: reply_to ?? null,
        edited: false,
        deleted: false,
        reactions: [],
        mine: true,
        copies: 0,
      }
      this.world.comments[post]?.push(comment)
      this.post(post).comments += 1
      this.changed(['thread', community, post])
      return comment
    },
    post_acknowledge: ({ community, post, on }) => {
      const one = this.post(post)
      if (one.ack && one.ack.mine !== on) {
        one.ack = { ...one.ack, mine: on, read: one.ack.read + (on ? 1 : -1) }
      }
      this.changed(['thread', community, post])
      return one
    },
    post_readers: ({ community, post }) => {
      const one = this.post(post)
      const others = (this.world.profiles[community] ?? []).filter((who) => who.person !== one.author)
      const readers = others.map(({ person, name, color }) => ({ person, name, color, time_ms: null }))
      const count = one.ack?.read ?? 0
      const read = readers.slice(0, count).map((who) => ({ ...who, time_ms: one.time_ms + 3_600_000 }))
      return { read, missing: readers.slice(count) }
    },
    post_close: ({ community, post, closed }) => {
      const one = Object.assign(this.post(post), { closed })
      this.changed(['thread', community, post])
      return one
    },
    post_pin: ({ community, post, pinned }) => {
      const one = Object.assign(this.post(post), { pinned })
      this.changed(['thread', community, post], ['posts', community, one.board])
      return one
    },
    answer_accept: ({ community, post, comment }) => {
      const one = Object.assign(this.post(post), { answer: comment ?? null })
      this.changed(['thread', community, post])
      return one
    },
    history: ({ id }) => {
      const all = <T>(table: Record<string, T[]>) => Object.values(table).flat()
      const post = all(this.world.posts).find((one) => one.id === id)
      const said = [...all(this.world.messages), ...all(this.world.comments)].find((one) => one.id === id)
      const time_ms = found(post ?? said).time_ms
      const now = { time_ms, title: post?.title ?? '', text: post?.body ?? said?.text ?? '', tags: [] }
      const before = { ...now, time_ms: time_ms - 7_200_000, text: `${now.text.slice(0, 60)} …` }
      return page([before, now])
    },
    comment_edit: ({ community, post, comment, text }) => {
      const one = Object.assign(this.comment(post, comment), { text, edited: true })
      this.changed(['thread', community, post])
      return one
    },
    comment_delete: ({ community, post, comment }) => {
      const one = Object.assign(this.comment(post, comment), { text: '', deleted: true })
      this.changed(['thread', community, post])
      return one
    },
    comment_react: ({ community, post, comment, emoji, on }) => {
      const one = this.comment(post, comment)
      one.reactions = this.react(community, one.reactions, emoji, on)
      this.changed(['thread', community, post])
      return one
    },
    events: ({ community, from_ms, to_ms, limit }) => {
      const rows = this.rows(community)
      const inside = rows.filter((row) => row.end_ms >= from_ms && row.start_ms < to_ms)
      return page(inside.sort((a, b) => a.start_ms - b.start_ms).slice(0, limit))
    },
    event: ({ community, event }) => this.event(community, event),
    event_create: ({ community, ...input }) => {
      const me = this.me(community)
      const event: EventPage = {
        id: this.id('e'),
        title: input.title,
        description: input.description,
        place: input.place,
        start: input.start,
        duration_minutes: input.duration_minutes,
        rrule: input.rrule ?? null,
        status: 'confirmed',
        capacity: input.capacity ?? null,
        organisers: [{ person: me.person, name: me.name }],
        editable: true,
        answers: [],
        copies: 0,
        time_ms: this.now(),
        ...plainEvent,
        slots: slotsOf(input.slots, []),
      }
      this.world.events[community]?.push(event)
      this.changed(['events', community])
      return event
    },
    event_edit: ({ community, event, ...input }) => {
      const one = this.event(community, event)
      const slots = input.slots ? slotsOf(input.slots, one.slots) : one.slots
      Object.assign(one, input, { slots })
      seat(one)
      this.changed(['event', community, event])
      return one
    },
    event_cancel: ({ community, event }) => {
      const one = this.event(community, event)
      one.status = 'cancelled'
      this.changed(['event', community, event])
      return one
    },
    rsvp_set: ({ community, event, occurrence, answer, note, party_size }) => {
      const me = this.me(community)
      const one = this.event(community, event)
      one.answers = one.answers.filter(
        (other) => other.person !== me.person || (occurrence && other.occurrence !== occurrence),
      )
      if (answer) {
        one.answers.unshift({
          person: me.person,
          name: me.name,
          occurrence: occurrence ?? null,
          answer,
          note,
          time_ms: this.now(),
          ...plainAnswer,
          color: me.color,
          party_size: party_size ?? 1,
          mine: true,
        })
      }
      seat(one)
      this.changed(['event', community, event])
      return one
    },
    slot_take: (input) => {
      const one = this.event(input.community, input.event)
      takeSlot(one, input, this.me(input.community).name)
      this.changed(['event', input.community, input.event])
      return one
    },
    occurrence_edit: ({ community, event, occurrence, ...change }) => {
      const one = this.event(community, event)
      const plain = { start: null, duration_minutes: null, title: null, place: null, status: null }
      one.changes = one.changes.filter((other) => other.occurrence !== occurrence)
      one.changes.push({ occurrence, ...plain, ...change })
      this.changed(['event', community, event])
      return one
    },
    event_comments: ({ event }) => page(this.world.comments[event] ?? []),
    event_comment: ({ community, event, text, reply_to }) => {
      const me = this.me(community)
      const comment: Comment = {
        id: this.id('k'),
        post: event,
        author: me.person,
        author_name: me.name,
        color: me.color,
        time_ms: this.now(),
        text,
        reply_to: reply_to ?? null,
        edited: false,
        deleted: false,
        reactions: [],
        mine: true,
        copies: 0,
      }
      this.world.comments[event] = [...(this.world.comments[event] ?? []), comment]
      this.changed(['event', community, event])
      return comment
    },
    ics_export: () => ({ ics: 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n' }),
    ics_import: ({ ics, commit }) => {
      const events = fakeCalendar(ics, this.now())
      const imported = commit ? events.filter((event) => event.problem === null).length : 0
      return { events, imported, lost: /BEGIN:VTODO/.test(ics) ? ['VTODO'] : [] }
    },
    search: ({ query, community, limit }) => page(this.search(query, community ?? undefined).slice(0, limit)),
    mark_read: ({ community, place }) => {
      for (const one of [...(this.world.rooms[community] ?? []), ...(this.world.boards[community] ?? [])]) {
        if (one.id === place) one.unread = 0
      }
      const here = found(this.world.communities.find((one) => one.id === community))
      here.unread = (this.world.rooms[community] ?? []).reduce((sum, room) => sum + room.unread, 0)
      this.changed(['unread', community])
      return {}
    },
    draft_get: ({ community, place }) => ({ text: this.world.drafts.get(`${community}/${place}`) ?? '' }),
    draft_set: ({ community, place, text }) => {
      this.world.drafts.set(`${community}/${place}`, text)
      return {}
    },
    settings_get: () => this.world.settings,
    settings_set: (settings) => {
      this.world.settings = settings
      this.changed(['settings'])
      return settings
    },
    peers: () => page(this.world.peers),
    peer_dial: ({ address }) => {
      if (!address.startsWith('/')) throw new NodeFailure({ code: 'bad_input', message: 'not an address' })
      if (address.includes('unreachable'))
        throw new NodeFailure({ code: 'unreachable', message: 'nobody there' })
      return {}
    },
    peer_block: ({ peer_id, on }) => {
      const peer = found(this.world.peers.find((one) => one.peer_id === peer_id))
      peer.blocked = on
      peer.connected = false
      this.changed(['peers'])
      return {}
    },
    calendar_feed: ({ community }) => ({
      url: `http://127.0.0.1:4597/calendar/${community}/4f1c0a7d.ics`,
      moved: false,
    }),
    join_requests: ({ community }) => page(this.world.requests[community] ?? []),
    join_answer: ({ community, person }) => {
      this.world.requests[community] = (this.world.requests[community] ?? []).filter(
        (one) => one.person !== person,
      )
      this.changed(['invites', community], ['members', community])
      return {}
    },
    member_role: ({ community, person, role }) => {
      const one = found(this.world.profiles[community]?.find((profile) => profile.person === person))
      one.role = role
      this.changed(['members', community])
      return {}
    },
    member_remove: ({ community, person }) => {
      this.world.profiles[community] = (this.world.profiles[community] ?? []).filter(
        (profile) => profile.person !== person,
      )
      this.changed(['members', community])
      return {}
    },
    room_mute: ({ community, room, on }) => {
      found(this.world.rooms[community]?.find((one) => one.id === room)).muted = on
      this.changed(['rooms', community])
      return {}
    },
    community_leave: ({ community }) => {
      const one = found(this.world.communities.find((candidate) => candidate.id === community))
      one.state = 'left'
      this.changed(['communities'])
      return {}
    },
    export: () => ({ files: 12, bytes: 48_300 }),
  }

  private search(query: string, community: string | undefined): Output<'search'>['items'] {
    const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
    const wanted = plain(query.trim())
    if (wanted === '') return []
    const hits: Output<'search'>['items'] = []
    for (const { id } of this.world.communities) {
      if (community && community !== id) continue
      const add = (hit: Omit<(typeof hits)[number], 'community'>) => {
        if (plain(`${hit.title} ${hit.snippet}`).includes(wanted)) hits.push({ ...hit, community: id })
      }
      for (const member of membersOf(this.world, id)) {
        add({
          kind: 'member',
          id: member.person,
          parent: null,
          topic: null,
          title: member.name,
          snippet: '',
          time_ms: member.joined_ms,
          author_name: member.name,
        })
      }
      for (const event of this.world.events[id] ?? []) {
        add({
          kind: 'event',
          id: event.id,
          parent: null,
          topic: null,
          title: event.title,
          snippet: event.description,
          time_ms: event.time_ms,
          author_name: event.organisers[0]?.name ?? '',
        })
      }
      for (const board of this.world.boards[id] ?? []) {
        for (const post of this.world.posts[board.id] ?? []) {
          add({
            kind: 'post',
            id: post.id,
            parent: board.id,
            topic: null,
            title: post.title,
            snippet: post.body,
            time_ms: post.time_ms,
            author_name: post.author_name,
          })
          for (const comment of this.world.comments[post.id] ?? []) {
            add({
              kind: 'comment',
              id: comment.id,
              parent: post.id,
              topic: null,
              title: post.title,
              snippet: comment.text,
              time_ms: comment.time_ms,
              author_name: comment.author_name,
            })
          }
        }
      }
      for (const room of this.world.rooms[id] ?? []) {
        for (const message of [...(this.world.messages[room.id] ?? [])].reverse()) {
          add({
            kind: 'message',
            id: message.id,
            parent: room.id,
            topic: null,
            title: room.name,
            snippet: message.text,
            time_ms: message.time_ms,
            author_name: message.author_name,
          })
        }
      }
    }
    return hits
  }
}

const page = <T>(items: T[]) => ({ items, next: null })

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new NodeFailure({ code: 'not_found', message: 'not here' })
  return value
}

function newestFirst<T extends { id: string }>(
  oldestFirst: T[],
  before: string | null | undefined,
  limit: number,
) {
  const end = before ? oldestFirst.findIndex((one) => one.id === before) : oldestFirst.length
  const start = Math.max(0, end - limit)
  return {
    items: oldestFirst.slice(start, end).reverse(),
    next: start > 0 ? (oldestFirst[start]?.id ?? null) : null,
  }
}

type From = { before?: string | null; after?: string | null; at_ms?: number | null }

/** A page of a list that goes both ways: from the newest, before or after a place, or up to a moment. */
function stretch<T extends { id: string; time_ms: number }>(oldestFirst: T[], from: From, limit: number) {
  const indexOf = (id: string) => oldestFirst.findIndex((one) => one.id === id)
  const until = oldestFirst.findIndex((one) => one.time_ms > (from.at_ms ?? Number.POSITIVE_INFINITY))
  let end = oldestFirst.length
  if (from.before) end = indexOf(from.before)
  else if (from.after) end = Math.min(end, indexOf(from.after) + 1 + limit)
  else if (until > 0) end = until
  const start = from.after ? indexOf(from.after) + 1 : Math.max(0, end - limit)
  const newest = oldestFirst[end - 1]
  return {
    items: oldestFirst.slice(start, end).reverse(),
    next: start > 0 ? (oldestFirst[start]?.id ?? null) : null,
    ...(end < oldestFirst.length && newest ? { newer: newest.id } : {}),
  }
}

/** Reads a wall-clock time in the zone of this machine. */
function localMs(local: string): number {
  const wall = addMinutes(local, 0)
  const asUtc = wallMs(wall)
  return asUtc + new Date(asUtc).getTimezoneOffset() * 60_000
}

function phraseWords(language: 'fr' | 'en'): string[] {
  const french =
    'abeille balcon cerise dauphin école flûte gazelle hibou image jardin koala lavande marché nuage olive panier quartier radeau soleil tomate univers village wagon zéphyr'
  const english =
    'apple basket candle dolphin evening flower garden harvest island jacket kitchen lemon market neighbour orange pencil quarter river summer table umbrella village window yellow'
  return (language === 'fr' ? french : english).split(' ')
}
