/**
 * The repetition of an event between RFC 5545 (RRULE) and what a form can ask.
 *
 * `readRule` gives null where a rule says more than the form knows; such a rule is kept as it is.
 */
import { dayKey } from '@/lib/dates'
import { dayMs } from '@/lib/days'

export const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const
export type Frequency = (typeof FREQUENCIES)[number]

/** Days of the week as RFC 5545 names them, Monday first. */
export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const
export type Weekday = (typeof WEEKDAYS)[number]

/** Which one of a month: the first to the fifth, or the last. */
export const NTHS = [1, 2, 3, 4, 5, -1] as const
export type Nth = (typeof NTHS)[number]

export type Repeat = {
  every: Frequency
  interval: number
  /** Of a week; empty: the one of the beginning. */
  weekdays: Weekday[]
  /** Of a month; null: the day of the beginning. */
  month: { day: number } | { nth: Nth; weekday: Weekday } | null
  end: { day: string } | { count: number } | null
}

/** Returns a repetition without anything special. */
export const plainRepeat = (every: Frequency): Repeat => ({
  every,
  interval: 1,
  weekdays: [],
  month: null,
  end: null,
})

/** Reads a rule; null where it says more than the form knows. */
export function readRule(rrule: string): Repeat | null {
  const parts = new Map(rrule.split(';').map((part) => part.split('=') as [string, string]))
  const every = FREQUENCIES.find((one) => one === parts.get('FREQ'))
  if (!every) return null
  const repeat = plainRepeat(every)
  for (const [name, value] of parts) {
    if (name === 'FREQ' || (name === 'WKST' && value === 'MO')) continue
    const read = readers[name]?.(value ?? '', repeat)
    if (!read) return null
    Object.assign(repeat, read)
  }
  return parts.has('UNTIL') && parts.has('COUNT') ? null : repeat
}

const readers: Record<string, (value: string, repeat: Repeat) => Partial<Repeat> | null> = {
  INTERVAL: (value) => (/^[1-9]\d{0,2}$/.test(value) ? { interval: Number(value) } : null),
  COUNT: (value) => (/^[1-9]\d{0,3}$/.test(value) ? { end: { count: Number(value) } } : null),
  UNTIL: (value) => {
    const found = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z?))?$/.exec(value)
    if (!found) return null
    const [, year, month, date, hour = '12', minute = '00', second = '00', utc] = found
    const day = `${year}-${month}-${date}`
    if (!utc) return { end: { day } }
    return { end: { day: dayKey(Date.parse(`${day}T${hour}:${minute}:${second}Z`)) } }
  },
  BYDAY: (value, { every }) => {
    const days = value.split(',')
    if (every === 'WEEKLY' && days.every(isWeekday)) {
      return { weekdays: WEEKDAYS.filter((day) => days.includes(day)) }
    }
    const found = /^(-?\d)([A-Z]{2})$/.exec(value)
    const nth = NTHS.find((one) => one === Number(found?.[1]))
    const weekday = found?.[2]
    if (every !== 'MONTHLY' || !nth || !weekday || !isWeekday(weekday)) return null
    return { month: { nth, weekday } }
  },
  BYMONTHDAY: (value, { every }) =>
    every === 'MONTHLY' && /^(-1|[1-9]|[12]\d|3[01])$/.test(value) ? { month: { day: Number(value) } } : null,
}

const isWeekday = (text: string): text is Weekday => (WEEKDAYS as readonly string[]).includes(text)

/** Writes a repetition as a rule; its last day is included, to its last second here. `allDay`: without hours. */
export function writeRule({ every, interval, weekdays, month, end }: Repeat, allDay: boolean): string {
  const parts = [`FREQ=${every}`]
  if (interval > 1) parts.push(`INTERVAL=${interval}`)
  if (every === 'WEEKLY' && weekdays.length > 0) parts.push(`BYDAY=${weekdays.join(',')}`)
  if (every === 'MONTHLY' && month) {
    parts.push('day' in month ? `BYMONTHDAY=${month.day}` : `BYDAY=${month.nth}${month.weekday}`)
  }
  if (end && 'count' in end) parts.push(`COUNT=${end.count}`)
  if (end && 'day' in end) parts.push(`UNTIL=${allDay ? end.day.replaceAll('-', '') : lastSecond(end.day)}`)
  return parts.join(';')
}

/** The last second of a local day in UTC, as RFC 5545 asks where an event has a zone. */
function lastSecond(day: string): string {
  const next = new Date(dayMs(day))
  next.setDate(next.getDate() + 1)
  return `${new Date(next.getTime() - 1000).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`
}

/** Returns the day of the week of a day. */
export const weekdayOf = (day: string): Weekday => WEEKDAYS[(new Date(dayMs(day)).getDay() + 6) % 7] ?? 'MO'

/** Returns what a day is in its month: the day itself, the nth of its weekday, and the last where it is. */
export function monthChoices(day: string): NonNullable<Repeat['month']>[] {
  const date = Number(day.slice(8))
  const [year = 1970, month = 1] = day.split('-').map(Number)
  const last = new Date(year, month, 0).getDate()
  const weekday = weekdayOf(day)
  const nth = Math.ceil(date / 7) as Nth
  const choices: NonNullable<Repeat['month']>[] = [{ day: date }]
  if (nth !== 5) choices.push({ nth, weekday })
  if (date + 7 > last) choices.push({ nth: -1, weekday })
  if (date === last) choices.push({ day: -1 })
  return choices
}
