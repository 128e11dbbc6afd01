import { useTranslation } from 'react-i18next'
import type { EventPage } from '@/generated/bindings'
import { addMinutes, useDateWords } from '@/lib/dates'

/** The time of an event in words; `zone` where it is not the reader's own. */
export type WhenWords = {
  day: string
  hours: string
  zone: string | null /** Its beginning on the reader's own clock, where that is another. */
  mine: string | null
}

const DAY_MINUTES = 24 * 60

/**
 * Returns when an event is, in its own zone.
 *
 * - `occurrence`: RECURRENCE-ID of one of a series; its beginning then takes the place of the first.
 */
export function useWhenWords(event: EventPage, occurrence: string | null): WhenWords {
  const { t } = useTranslation()
  const dates = useDateWords()
  const { local, tz, date } = event.start
  const own = occurrence ? wallOf(occurrence, tz) : null
  if (date || !local) {
    const first = (own ?? date ?? '').slice(0, 10)
    const last = addMinutes(first, Math.max(event.duration_minutes, DAY_MINUTES) - DAY_MINUTES).slice(0, 10)
    if (last === first)
      return { day: dates.wallDay(first), hours: t('agenda.allDay'), zone: null, mine: null }
    const hours = t('event.fromTo', { from: dates.wallDay(first), to: dates.wallDay(last) })
    return { day: hours, hours: t('agenda.allDay'), zone: null, mine: null }
  }
  const start = own?.includes('T') ? own : local
  const end = addMinutes(start, event.duration_minutes)
  const mine = Intl.DateTimeFormat().resolvedOptions().timeZone
  const zone = tz && tz !== mine ? cityOf(tz) : null
  const there = tz && zone ? momentIn(tz, start) : null
  const here = there === null || wallIn(mine, there) === start ? null : dates.full(there)
  const [from, to] = [dates.wallTime(start), dates.wallTime(end)]
  if (start.slice(0, 10) === end.slice(0, 10)) {
    return { day: dates.wallDay(start), hours: t('event.fromTo', { from, to }), zone, mine: here }
  }
  const hours = t('event.fromDayTo', {
    from: dates.wallDay(start),
    start: from,
    to: dates.wallDay(end),
    end: to,
  })
  return { day: dates.wallDay(start), hours, zone, mine: here }
}

/**
 * Returns when an event is, in ms since 1970, or null where that needs a zone that is not the reader's; the agenda's
 * rows know better there. Whole days have no span: they do not get in the way of an evening.
 */
export function spanOf(event: EventPage, occurrence: string | null): { from: number; to: number } | null {
  const { local, tz } = event.start
  const own = occurrence ? wallOf(occurrence, tz) : null
  if (!local || (tz && tz !== Intl.DateTimeFormat().resolvedOptions().timeZone)) return null
  const from = Date.parse(own?.includes('T') ? own : local)
  return { from, to: from + event.duration_minutes * 60_000 }
}

/**
 * Reads a RECURRENCE-ID as a wall-clock time in the event's zone; null where it is none.
 *
 * - `occurrence`: `20261201T180000`, `2026-12-01T18:00` or a day; `20261201T170000Z` is in UTC, as the node names the
 *   dates of an event that has a zone.
 */
export function wallOf(occurrence: string, tz: string | null | undefined): string | null {
  const basic = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})\d{0,2}(Z?))?/.exec(occurrence)
  if (basic) {
    const [, year, month, day, hour, minute, utc] = basic
    if (!hour) return `${year}-${month}-${day}`
    const wall = `${year}-${month}-${day}T${hour}:${minute}`
    return utc && tz ? wallIn(tz, Date.parse(`${wall}Z`)) : wall
  }
  return /^\d{4}-\d{2}-\d{2}/.test(occurrence) ? occurrence.slice(0, 16) : null
}

/** Returns the wall-clock time of a moment in a zone; in the reader's own where this computer does not know the zone. */
function wallIn(tz: string, ms: number): string | null {
  if (Number.isNaN(ms)) return null
  const parts = { dateStyle: 'short', timeStyle: 'short' } as const
  try {
    return new Intl.DateTimeFormat('sv-SE', { ...parts, timeZone: tz }).format(ms).replace(' ', 'T')
  } catch {
    return new Intl.DateTimeFormat('sv-SE', parts).format(ms).replace(' ', 'T')
  }
}

/** Returns the place that a zone is named after: `New York` of `America/New_York`. */
const cityOf = (tz: string) => (tz.split('/').at(-1) ?? tz).replaceAll('_', ' ')

/** Returns the moment at which a wall in a zone says `local`, in ms since 1970; null where this computer does not know the zone. */
export function momentIn(tz: string, local: string): number | null {
  const aim = Date.parse(`${local}Z`)
  const off = (ms: number) => {
    const wall = wallIn(tz, ms)
    return wall ? Date.parse(`${wall}Z`) - ms : 0
  }
  if (Number.isNaN(aim) || !knows(tz)) return null
  // The second look is for a day on which the clocks change.
  return aim - off(aim - off(aim))
}

function knows(tz: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: tz }))
  } catch {
    return false
  }
}
