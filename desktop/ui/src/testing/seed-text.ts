/** What the demonstration has words for. */
import type { Answer, PostKind } from '@/generated/bindings'

type Talk = {
  who: number
  minutesAgo: number
  text: string
  reactions?: [string, number[]][]
  /** Place of the message it answers, counted from the end. */
  reply?: number
  edited?: boolean
  deleted?: boolean
  copies?: number
  provisional?: boolean
}

type SeedEvent = {
  who: number
  inDays: number
  hour: string | null
  minutes: number
  title: string
  place: string
  description: string
  rrule?: string
  capacity?: number
  cancelled?: boolean
  answers?: [number, Answer, string][]
}

export interface SeedWords {
  communities: { name: string; kind: string }[]
  people: {
    name: string
    about: string
    languages: string[]
    help: string[]
    learn: string[]
    contact: string
  }[]
  rooms: { name: string; purpose: string; lines: string[] }[]
  smallTalk: string[]
  talk: Talk[]
  boards: { name: string; purpose: string }[]
  posts: {
    who: number
    board: number
    hoursAgo: number
    kind: PostKind
    title: string
    body: string
    tags: string[]
    comments: string[]
    liked?: boolean
  }[]
  events: SeedEvent[]
  groups: {
    who: number
    name: string
    purpose: string
    icon: string
    people: number[]
    archived?: boolean
  }[]
  /** Helping hands of the first event. */
  slots: string[]
}

/** The same people in both languages. */
export const seedNames = [
  'Camille Roux',
  'Léa Martin',
  'Amina Benali',
  'Samuel Okafor',
  'Jeanne Lefèvre',
  'Tomás Ferreira',
  'Noor Haddad',
  'Paul Girard',
]
