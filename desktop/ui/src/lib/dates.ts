/** Words for days and times in the language of the screens. All inputs are ms since 1970 unless they say otherwise. */
import { useTranslation } from 'react-i18next'

export const DAY_MS = 24 * 60 * 60 * 1000

/** Returns the language tag that `Intl` and React Aria are given for a language of the screens. */
export function localeOf(language: string): 'fr-FR' | 'en-GB' {
  return language.startsWith('fr') ? 'fr-FR' : 'en-GB'
}

/** Returns a name for the local day of a moment, to group by: `2026-11-23`. */
export function dayKey(ms: number): string {
  const date = new Date(ms)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

/** Returns the first moment of the local day. */
export function startOfDay(ms: number): number {
  const date = new Date(ms)
  date.setHours(0, 0, 0, 0)
  return date.getTime()
}

/** The formats that screens use; `wall` ones take a wall-clock time such as `2026-12-01T18:00` and know no zone. */
export interface DateWords {
  /** `lundi 23 novembre` */
  day(ms: number): string
  /** `aujourd’hui`, `hier`, `demain`, else `lundi 23 novembre` */
  nearDay(ms: number, now?: number): string
  /** `23 novembre 2026` */
  wideDay(ms: number): string
  /** `14:05` */
  time(ms: number): string
  /** `23 nov. 2026` */
  date(ms: number): string
  /** `23 novembre 2026, 14:05` */
  full(ms: number): string
  /** `14:05` today, else `23 nov.` */
  short(ms: number, now?: number): string
  /** `mardi 1 décembre 2026` */
  wallDay(local: string): string
  /** `18:00` */
  wallTime(local: string): string
  /** `23–29 nov. 2026` */
  span(from: number, to: number): string
  /** `Novembre 2026` */
  month(ms: number): string
  /** `lun.`, or `L` where there is little room */
  weekday(ms: number, width?: 'short' | 'narrow'): string
}

const capital = (text: string) => text.charAt(0).toLocaleUpperCase() + text.slice(1)

/** What `dateWords` made: a set of formats costs WebKit milliseconds, too many to make one for each row of a list. */
const made = new Map<string, DateWords>()

/** Returns the formats of one language, the same ones as long as the clock of the machine keeps its zone. */
export function dateWords(locale: string): DateWords {
  const name = `${locale} ${new Date().getTimezoneOffset()}`
  const words = made.get(name) ?? makeDateWords(locale)
  made.set(name, words)
  return words
}

/** Lets French say `1er décembre` where a text names the day of a month: `Intl` says `1 décembre`. */
function firstInWords(
  format: Intl.DateTimeFormat,
  locale: string,
): Pick<Intl.DateTimeFormat, 'format' | 'formatRange'> {
  if (!locale.startsWith('fr')) return format
  return {
    format: (ms) => format.format(ms).replace(LONE_FIRST, '1er'),
    formatRange: (from, to) => format.formatRange(from, to).replace(LONE_FIRST, '1er'),
  }
}

/** A day 1 before the name of a month, or at the beginning of a span. */
const LONE_FIRST = /(?<!\d)1(?=\s\p{L}|\s?[–-])/u

function makeDateWords(locale: string): DateWords {
  const format = (options: Intl.DateTimeFormatOptions) =>
    firstInWords(new Intl.DateTimeFormat(locale, options), locale)
  const day = format({ weekday: 'long', day: 'numeric', month: 'long' })
  const dayYear = format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
  const time = format({ hour: '2-digit', minute: '2-digit' })
  const date = format({ day: 'numeric', month: 'short', year: 'numeric' })
  const dayMonth = format({ day: 'numeric', month: 'short' })
  const wideDay = format({ dateStyle: 'long' })
  const full = format({ dateStyle: 'long', timeStyle: 'short' })
  const wallDay = format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
  const wallTime = format({ hour: '2-digit', minute: '2-digit', timeZone: 'UTC' })
  const month = format({ month: 'long', year: 'numeric' })
  const weekdays = { short: format({ weekday: 'short' }), narrow: format({ weekday: 'narrow' }) }
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const sameYear = (a: number, b: number) => new Date(a).getFullYear() === new Date(b).getFullYear()
  return {
    day: (ms) => capital(day.format(ms)),
    nearDay(ms, now = Date.now()) {
      const days = Math.round((startOfDay(ms) - startOfDay(now)) / DAY_MS)
      if (Math.abs(days) <= 1) return capital(relative.format(days, 'day'))
      return capital((sameYear(ms, now) ? day : dayYear).format(ms))
    },
    time: (ms) => time.format(ms),
    date: (ms) => date.format(ms),
    wideDay: (ms) => wideDay.format(ms),
    full: (ms) => full.format(ms),
    short(ms, now = Date.now()) {
      if (dayKey(ms) === dayKey(now)) return time.format(ms)
      return (sameYear(ms, now) ? dayMonth : date).format(ms)
    },
    wallDay: (local) => capital(wallDay.format(wallMs(local))),
    wallTime: (local) => wallTime.format(wallMs(local)),
    span: (from, to) => date.formatRange(from, to),
    month: (ms) => capital(month.format(ms)),
    weekday: (ms, width = 'short') => capital(weekdays[width].format(ms)),
  }
}

/** Reads a wall-clock time (`2026-12-01T18:00` or `2026-12-01`) as if its zone were UTC. */
export function wallMs(local: string): number {
  return Date.parse(`${local.length === 10 ? `${local}T00:00` : local.slice(0, 16)}:00Z`)
}

/** Adds minutes to a wall-clock time. */
export function addMinutes(local: string, minutes: number): string {
  return new Date(wallMs(local) + minutes * 60_000).toISOString().slice(0, 16)
}

/** Returns the formats of the language that is shown. */
export function useDateWords(): DateWords {
  const { i18n } = useTranslation()
  return dateWords(localeOf(i18n.language))
}
