/** What a fake node holds, and one that holds nothing yet. */
import type {
  Board,
  Comment,
  Community,
  EventPage,
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

/** Returns the first community's person with this number. */
export function person(world: World, index: number): Profile {
  const found = world.profiles.c0?.[index]
  if (!found) throw new Error(`nobody has number ${index}`)
  return found
}
