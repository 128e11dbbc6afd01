/** What the node made of memory knows of time: repetition, calendar files, today. Simpler than the real one. */
import type { EventRow, IcsEvent, News, SoonRow, Today, Waiting } from '@/generated/bindings'
import { DAY_MS, dayKey } from '@/lib/dates'
import type { World } from './world'

const STEPS: Record<string, number> = { DAILY: 1, WEEKLY: 7 }
const MONTHS: Record<string, number> = { MONTHLY: 1, YEARLY: 12 }
const MOST = 60

/** Returns the occurrences of a row by the frequency of its rule alone. */
export function repeated(row: EventRow, rrule: string | null): EventRow[] {
  const every = rrule ? (/FREQ=(\w+)/.exec(rrule)?.[1] ?? '') : ''
  if (!rrule) return [row]
  return Array.from({ length: MOST }, (_, index) => {
    const start = new Date(row.start_ms)
    if (STEPS[every]) start.setDate(start.getDate() + index * STEPS[every])
    else start.setMonth(start.getMonth() + index * (MONTHS[every] ?? 1))
    const two = (n: number) => String(n).padStart(2, '0')
    const day = dayKey(start.getTime()).replaceAll('-', '')
    const hour = row.all_day ? '' : `T${two(start.getHours())}${two(start.getMinutes())}00`
    return {
      ...row,
      occurrence: `${day}${hour}`,
      start_ms: start.getTime(),
      end_ms: start.getTime() + row.end_ms - row.start_ms,
    }
  })
}

/** Reads titles and beginnings off a calendar file. */
export function fakeCalendar(ics: string, now: number): IcsEvent[] {
  return ics
    .split('BEGIN:VEVENT')
    .slice(1)
    .map((block, index) => {
      const started = /DTSTART/.test(block)
      const zone = /TZID=(Mars[^:]*)/.exec(block)?.[1] ?? null
      return {
        title: /SUMMARY:(.*)/.exec(block)?.[1]?.trim() ?? '',
        all_day: /DTSTART(;VALUE=DATE)?:\d{8}\s/.test(block),
        start_ms: started ? now + (index + 1) * DAY_MS : 0,
        problem: zone ? 'unknown_zone' : started ? null : 'no_start',
        fault: zone,
        lost: [...block.matchAll(/^(X-[A-Z-]+|ATTACH|VALARM)/gm)].map(([name]) => name),
      }
    })
}

/** Returns what is new, what waits and what is on, of one community or of all. */
export function fakeToday(
  world: World,
  only: string | null,
  now: number,
  rows: (community: string) => EventRow[],
): Today {
  const soon: SoonRow[] = []
  const news: News[] = []
  const waiting: Waiting[] = []
  const to_acknowledge: Waiting[] = []
  for (const { id: community } of world.communities) {
    if (only && only !== community) continue
    for (const room of world.rooms[community] ?? []) {
      if (room.unread === 0 || !room.last) continue
      const names = [room.last.author_name]
      const { id, name: title, unread: count } = room
      news.push({ community, kind: 'messages', id, title, names, count, time_ms: room.last.time_ms })
    }
    for (const board of world.boards[community] ?? []) {
      for (const post of world.posts[board.id] ?? []) {
        if (post.ack && !post.ack.mine && !post.mine) {
          to_acknowledge.push({
            community,
            kind: 'announcement',
            id: post.id,
            parent: null,
            title: post.title,
            author_name: post.author_name,
            snippet: post.title,
            time_ms: post.time_ms,
            occurrence: null,
          })
        }
        if (post.mine || post.time_ms < world.visited) continue
        const kind = post.kind === 'announcement' ? 'announcement' : 'post'
        const names = [post.author_name]
        news.push({ community, kind, id: post.id, title: post.title, names, count: 1, time_ms: post.time_ms })
      }
    }
    for (const event of world.events[community] ?? []) {
      if (!world.reworded.has(event.id)) continue
      const names = [event.organisers[0]?.name ?? '']
      const { id, title } = event
      news.push({ community, kind: 'event_reworded', id, title, names, count: 1, time_ms: now - DAY_MS / 8 })
    }
    for (const event of rows(community)) {
      const days = (event.start_ms - now) / DAY_MS
      if (days > -0.1 && days < 2 && event.status !== 'cancelled') soon.push({ community, event })
    }
    const me = world.profiles[community]?.find((one) => one.mine)
    for (const event of world.events[community] ?? []) {
      const start = Date.parse(event.start.local ?? `${event.start.date}T00:00`)
      const answered = event.answers.some((one) => one.person === me?.person)
      if (answered || event.status === 'cancelled' || start < now || start > now + 14 * DAY_MS) continue
      waiting.push({
        community,
        kind: 'event',
        id: event.id,
        parent: null,
        title: event.title,
        author_name: event.organisers[0]?.name ?? '',
        snippet: event.place,
        time_ms: start,
        occurrence: null,
      })
    }
    const first = world.messages.r0?.at(-3)
    if (community === 'c0' && first && world.visited < now - DAY_MS) {
      waiting.unshift({
        community,
        kind: 'mention',
        id: first.id,
        parent: 'r0',
        title: world.rooms.c0?.[0]?.name ?? '',
        author_name: first.author_name,
        snippet: first.text,
        time_ms: first.time_ms,
        occurrence: null,
      })
    }
  }
  return {
    since_ms: world.visited || now - DAY_MS,
    news: news.slice(0, 7),
    more_news: Math.max(0, news.length - 7),
    waiting,
    more_waiting: 0,
    soon,
    to_acknowledge,
  }
}
