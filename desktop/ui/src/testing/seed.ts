/** A believable neighbourhood for the demonstration and the tests, in both languages. */

import type {
  Board,
  Comment,
  Community,
  EventPage,
  EventSlot,
  Invite,
  Join,
  JoinRequest,
  Member,
  Message,
  Peer,
  Post,
  Profile,
  Room,
  Settings,
  Status,
} from '@/generated/bindings'
import type { SeedGroup } from './fake-groups'
import { plainAnswer, plainEvent, plainPost } from './plain'
import { english } from './seed-english'
import { french } from './seed-french'
import type { SeedWords as Words } from './seed-text'

/** Everything that a fake node holds. */
export interface World {
  status: Status
  settings: Settings
  communities: Community[]
  /** By community. */
  profiles: Record<string, Profile[]>
  online: Set<string>
  /** By community. */
  groups: Record<string, SeedGroup[]>
  rooms: Record<string, Room[]>
  boards: Record<string, Board[]>
  events: Record<string, EventPage[]>
  invites: Record<string, Invite[]>
  /** By room, oldest first. */
  messages: Record<string, Message[]>
  /** By board, oldest first. */
  posts: Record<string, Post[]>
  /** By post, oldest first. */
  comments: Record<string, Comment[]>
  peers: Peer[]
  drafts: Map<string, string>
  /** Who knocks, by community. */
  requests: Record<string, JoinRequest[]>
  /** Messages that are kept on top. */
  pinned: Set<string>
  /** Events I have answered whose words have changed since. */
  reworded: Set<string>
  /** By the id of the attempt. */
  joins: Map<string, Join>
  /** My last visit, ms since 1970. */
  visited: number
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Returns a node that was just installed. */
export function emptyWorld(): World {
  return {
    status: {
      version: '0.1.0',
      peer_id: '12D3KooWQ1mV8cF3hZc9mXJ4Yw5sT6p2Rk7uGd8nBvLxEaHjKtMz',
      addresses: ['/ip4/192.168.1.42/tcp/4001', '/ip4/192.168.1.42/udp/4001/quic-v1'],
      connected: 0,
      waiting: 0,
      read_only: null,
      data_dir: '/home/camille/.local/share/allforone',
      data_bytes: 48_300_000,
      keychain: 'system',
      phrase: 'none',
      personas_left: 64,
      started_ms: Date.now(),
    },
    settings: {
      language: 'system',
      theme: 'system',
      text_size: 100,
      reduced_motion: false,
      high_contrast: false,
      mode: 'complete',
      notifications: true,
      quiet_hours: null,
      reminder_minutes: 60,
    },
    communities: [],
    profiles: {},
    online: new Set(),
    groups: {},
    rooms: {},
    boards: {},
    events: {},
    invites: {},
    messages: {},
    posts: {},
    comments: {},
    peers: [],
    drafts: new Map(),
    visited: 0,
    pinned: new Set(),
    joins: new Map(),
    reworded: new Set(),
    requests: {},
  }
}

/** Returns a node that has been in use for a year. `now`: ms since 1970. */
export function livelyWorld(language: 'fr' | 'en', now: number): World {
  const words = language === 'fr' ? french : english
  const world = emptyWorld()
  world.status.connected = 2
  world.visited = now - 2 * DAY
  world.joins.set('j0', { id: 'j0', state: 'waiting_approval', community: null, name: null, error: null })
  world.status.phrase = 'unchecked'
  world.communities = words.communities.map((community, index) => ({
    id: `c${index}`,
    name: community.name,
    kind: community.kind,
    role: index === 0 ? 'owner' : 'member',
    members: index === 0 ? words.people.length : 3 + index,
    unread: index === 0 ? 4 : 0,
    state: 'member',
    joined_ms: now - 320 * DAY,
    me: 'p0',
    nameless: false,
    example: false,
  }))
  for (const [index, community] of world.communities.entries()) {
    const people = index === 0 ? words.people : words.people.slice(0, 3 + index)
    world.profiles[community.id] = people.map((person, place) => ({
      person: `p${place}`,
      name: person.name,
      about: person.about,
      languages: person.languages,
      can_help: person.help,
      wants_to_learn: person.learn,
      contact: person.contact,
      groups: [],
      color: (place * 5) % 12,
      mine: place === 0,
      role: place === 0 ? community.role : place === 1 ? 'moderator' : 'member',
      joined_ms: now - (320 - place * 17) * DAY,
    }))
    world.rooms[community.id] = []
    world.boards[community.id] = []
    world.events[community.id] = []
    world.invites[community.id] = []
  }
  world.online = new Set(['p1', 'p3'])
  world.pinned = new Set(['r0-m182'])
  seedRooms(world, words, now)
  seedBoards(world, words, now)
  seedEvents(world, words, now)
  seedPeers(world, now)
  world.groups.c0 = words.groups.map((group, index) => ({
    id: `g${index}`,
    name: group.name,
    purpose: group.purpose,
    icon: group.icon,
    archived: group.archived ?? false,
    author: `p${group.who}`,
    time_ms: now - (index + 3) * 9 * DAY,
    people: group.people.map((who) => `p${who}`),
  }))
  world.requests.c0 = [{ person: 'px', name: 'Nadia Cohen', time_ms: now - HOUR }]
  world.invites.c0 = [fakeInvite('i0', now - 6 * DAY, words.people[0]?.name ?? '')]
  return world
}

/** Returns an invitation as this device would have made it. */
export function fakeInvite(id: string, now: number, author: string): Invite {
  return {
    id,
    code: 'lilas-7f3k-m2qd-9wxa',
    link: `allforone://join/ae4tzq7hk2m9vb3xw8ncd5pf6rgy1sj0u${id}`,
    file: null,
    qr_svg: fakeSquare(id),
    role: 'member',
    uses: 10,
    used: 3,
    expires_ms: now + 7 * DAY,
    approval: false,
    revoked: false,
    created_ms: now,
    author: 'p0',
    author_name: author,
  }
}

/** Draws something that looks like a QR square (it cannot be scanned). */
function fakeSquare(text: string): string {
  const size = 29
  const cells: string[] = []
  let seed = [...text].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 7)
  const eye = (x: number, y: number) => {
    const near = (a: number) => a >= -1 && a <= 7
    for (const [left, top] of [
      [0, 0],
      [size - 7, 0],
      [0, size - 7],
    ] as const) {
      const [dx, dy] = [x - left, y - top]
      if (!near(dx) || !near(dy)) continue
      const ring = Math.max(Math.abs(dx - 3), Math.abs(dy - 3))
      return ring === 3 || ring <= 1 ? 'on' : 'off'
    }
    return undefined
  }
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      seed = (seed * 1103515245 + 12345) % 2147483648
      const mark = eye(x, y) ?? (seed % 100 < 48 ? 'on' : 'off')
      if (mark === 'on') cells.push(`M${x + 2} ${y + 2}h1v1h-1z`)
    }
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size + 4} ${size + 4}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${size + 4}v${size + 4}H0z"/><path d="${cells.join('')}"/></svg>`
}

function person(world: World, index: number): Profile {
  const found = world.profiles.c0?.[index]
  if (!found) throw new Error(`nobody has number ${index}`)
  return found
}

function seedRooms(world: World, words: Words, now: number) {
  world.rooms.c0 = words.rooms.map((room, index) => ({
    id: `r${index}`,
    name: room.name,
    purpose: room.purpose,
    unread: index === 0 ? 2 : index === 2 ? 1 : 0,
    last: null,
    muted: false,
  }))
  for (const room of world.rooms.c0) world.messages[room.id] = []
  const write = (room: string, who: number, time: number, text: string, more: Partial<Message> = {}) => {
    const author = person(world, who)
    const list = world.messages[room] ?? []
    list.push({
      id: `${room}-m${list.length}`,
      room,
      author: author.person,
      author_name: author.name,
      color: author.color,
      time_ms: time,
      text,
      edited: false,
      deleted: false,
      reply_to: null,
      topic: null,
      mentions: [],
      reactions: [],
      mine: author.mine,
      copies: 2,
      provisional: false,
      ...more,
    })
  }
  for (let n = 0; n < 180; n += 1) {
    const line = words.smallTalk[n % words.smallTalk.length] ?? ''
    write('r0', n % 6, now - 40 * DAY + n * 5 * HOUR, line)
  }
  for (const line of words.talk) {
    const reply = line.reply === undefined ? undefined : world.messages.r0?.at(line.reply)
    write('r0', line.who, now - line.minutesAgo * MINUTE, line.text, {
      edited: line.edited ?? false,
      deleted: line.deleted ?? false,
      copies: line.copies ?? 2,
      provisional: line.provisional ?? false,
      reactions: (line.reactions ?? []).map(([emoji, people]) => ({
        emoji,
        people: people.map((index) => person(world, index).name),
        mine: people.includes(0),
      })),
      reply_to: reply
        ? { id: reply.id, author_name: reply.author_name, snippet: reply.text.slice(0, 120) }
        : null,
    })
  }
  words.rooms.slice(1).forEach((room, index) => {
    room.lines.forEach((text, place) => {
      write(
        `r${index + 1}`,
        (place * 2 + index + 1) % 6,
        now - (room.lines.length - place) * 7 * HOUR - index * DAY,
        text,
      )
    })
  })
  for (const room of world.rooms.c0) {
    const last = world.messages[room.id]?.at(-1)
    if (last)
      room.last = { author_name: last.author_name, snippet: last.text.slice(0, 100), time_ms: last.time_ms }
  }
  for (const community of world.communities.slice(1)) {
    const id = `${community.id}-r0`
    world.rooms[community.id] = [
      { id, name: words.rooms[0]?.name ?? '', purpose: '', unread: 0, last: null, muted: false },
    ]
    world.messages[id] = []
  }
}

function seedBoards(world: World, words: Words, now: number) {
  world.boards.c0 = words.boards.map((board, index) => ({
    id: `b${index}`,
    name: board.name,
    purpose: board.purpose,
    unread: index === 0 ? 1 : 0,
  }))
  for (const board of world.boards.c0) world.posts[board.id] = []
  words.posts.forEach((post, index) => {
    const author = person(world, post.who)
    const board = world.boards.c0?.[post.board]
    if (!board) return
    const id = `t${index}`
    world.comments[id] = post.comments.map((text, place) => {
      const who = person(world, (post.who + place + 1) % 6)
      return {
        id: `${id}-k${place}`,
        post: id,
        author: who.person,
        author_name: who.name,
        color: who.color,
        time_ms: now - post.hoursAgo * HOUR + (place + 1) * 40 * MINUTE,
        text,
        reply_to: place === 2 ? `${id}-k0` : null,
        edited: false,
        deleted: false,
        reactions: place === 0 ? [{ emoji: '👍', people: [author.name], mine: author.mine }] : [],
        mine: who.mine,
        copies: 2,
      }
    })
    world.posts[board.id]?.push({
      id,
      board: board.id,
      board_name: board.name,
      author: author.person,
      author_name: author.name,
      color: author.color,
      time_ms: now - post.hoursAgo * HOUR,
      kind: post.kind,
      title: post.title,
      body: post.body,
      tags: post.tags,
      edited: index === 1,
      deleted: false,
      comments: post.comments.length,
      reactions: post.liked
        ? [{ emoji: '❤️', people: [person(world, 2).name, person(world, 4).name], mine: false }]
        : [],
      mine: author.mine,
      copies: 2,
      ...plainPost,
      ack: post.kind === 'announcement' ? { read: 4, members: words.people.length - 1, mine: false } : null,
      answer: post.kind === 'question' && post.comments.length > 1 ? `${id}-k1` : null,
      pinned: index === 0,
    })
  })
  for (const posts of Object.values(world.posts)) posts.sort((a, b) => a.time_ms - b.time_ms)
  for (const community of world.communities.slice(1)) {
    const id = `${community.id}-b0`
    world.boards[community.id] = [{ id, name: words.boards[0]?.name ?? '', purpose: '', unread: 0 }]
    world.posts[id] = []
  }
}

function seedEvents(world: World, words: Words, now: number) {
  world.events.c0 = words.events.map((event, index) => ({
    id: `e${index}`,
    title: event.title,
    description: event.description,
    place: event.place,
    start:
      event.hour === null
        ? { date: dayAt(now, event.inDays) }
        : { local: `${dayAt(now, event.inDays)}T${event.hour}`, tz: 'Europe/Paris' },
    duration_minutes: event.minutes,
    rrule: event.rrule ?? null,
    status: event.cancelled ? 'cancelled' : 'confirmed',
    capacity: event.capacity ?? null,
    organisers: [{ person: person(world, event.who).person, name: person(world, event.who).name }],
    editable: event.who === 0,
    answers: (event.answers ?? []).map(([who, answer, note], place) => ({
      person: person(world, who).person,
      name: person(world, who).name,
      occurrence: null,
      answer,
      note,
      time_ms: now - (place + 2) * HOUR,
      ...plainAnswer,
      color: person(world, who).color,
      party_size: place === 1 ? 3 : 1,
      mine: who === 0,
    })),
    copies: 2,
    time_ms: now - 5 * DAY,
    ...plainEvent,
    slots: index === 0 ? seedSlots(world, words) : [],
  }))
}

function seedSlots(world: World, words: Words): EventSlot[] {
  const { person: id, name, color } = person(world, 3)
  const helper = { person: id, name, color, occurrence: null, helping: 'taken', mine: false } as const
  return words.slots.map((label, index) => ({
    key: `s${index}`,
    label,
    seats: index + 2,
    helpers: index === 0 ? [helper] : [],
  }))
}

/** Returns the day `days` from now as `2026-11-23`. */
function dayAt(now: number, days: number): string {
  return new Date(now + days * DAY).toISOString().slice(0, 10)
}

function seedPeers(world: World, now: number) {
  const who = (index: number) => [{ community: 'c0', person: `p${index}`, name: person(world, index).name }]
  world.peers = [
    {
      peer_id: '12D3KooWLeaMartin',
      address: '/ip4/192.168.1.20/tcp/4001',
      how: 'local',
      connected: true,
      since_ms: now - 47 * MINUTE,
      last_sync_ms: now - 2 * MINUTE,
      people: who(1),
      version: '0.1.0',
      blocked: false,
      note: null,
    },
    {
      peer_id: '12D3KooWSamuel',
      address: '/ip4/82.64.10.7/udp/4001/quic-v1',
      how: 'direct',
      connected: true,
      since_ms: now - 3 * HOUR,
      last_sync_ms: now - 4 * MINUTE,
      people: who(3),
      version: '0.1.0',
      blocked: false,
      note: null,
    },
    {
      peer_id: '12D3KooWAmina',
      address: '/ip4/192.168.1.31/tcp/4001',
      how: 'relay',
      connected: false,
      since_ms: now - 2 * DAY,
      last_sync_ms: now - 2 * DAY,
      people: who(2),
      version: '0.1.0',
      blocked: false,
      note: null,
    },
  ]
}

/** Returns the members of a community as the list shows them. */
export function membersOf(world: World, community: string): Member[] {
  return (world.profiles[community] ?? []).map((profile) => ({
    person: profile.person,
    name: profile.name,
    role: profile.role,
    color: profile.color,
    me: profile.mine,
    joined_ms: profile.joined_ms,
    can_help: profile.can_help,
    wants_to_learn: profile.wants_to_learn,
    languages: profile.languages,
    online: world.online.has(profile.person),
  }))
}
