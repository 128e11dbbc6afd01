/** Days of the calendar as `2026-11-23`, in the zone of this machine; weeks begin on Monday. */
import { dayKey } from './dates'

/** Returns the first moment of a local day, in ms since 1970. */
export function dayMs(day: string): number {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date).getTime()
}

/** Returns the day `count` days later (or earlier). */
export function addDays(day: string, count: number): string {
  const date = new Date(dayMs(day))
  date.setDate(date.getDate() + count)
  return dayKey(date.getTime())
}

/** Returns the same day of a later (or earlier) month, at most its last day. */
export function addMonths(day: string, count: number): string {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number)
  const last = new Date(year, month + count, 0).getDate()
  return dayKey(new Date(year, month - 1 + count, Math.min(date, last)).getTime())
}

/** Returns the seven days of the week that holds a day. */
export function weekOf(day: string): string[] {
  const monday = addDays(day, -((new Date(dayMs(day)).getDay() + 6) % 7))
  return Array.from({ length: 7 }, (_, index) => addDays(monday, index))
}

/** Returns the weeks that show a month, with the days of its neighbours at both ends. */
export function monthOf(day: string): string[][] {
  const month = day.slice(0, 7)
  const weeks: string[][] = []
  let week = weekOf(`${month}-01`)
  do {
    weeks.push(week)
    week = weekOf(addDays(week[0] ?? day, 7))
  } while (week[0]?.startsWith(month))
  return weeks
}

/** Returns the day that a text names, or `otherwise` where it names none. */
export function dayOr(text: string | null, otherwise: string): string {
  if (!text || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return otherwise
  return dayKey(dayMs(text)) === text ? text : otherwise
}
