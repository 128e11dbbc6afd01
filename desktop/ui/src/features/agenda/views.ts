/** Which part of the agenda is shown; it stands in the address. */
import { dayKey } from '@/lib/dates'
import { addDays, addMonths, dayOr } from '@/lib/days'

export const VIEWS = ['list', 'week', 'month', 'past'] as const
export type View = (typeof VIEWS)[number]

/** A view of a community's agenda around a day. */
export type Place = { community: string; view: View; day: string; today: string }

/** Reads the place from the address: `?view=week&day=2026-11-23`. `now`: ms since 1970. */
export function placeOf(community: string, search: URLSearchParams, now: number): Place {
  const today = dayKey(now)
  const view = VIEWS.find((one) => one === search.get('view')) ?? 'list'
  return { community, view, day: dayOr(search.get('day'), today), today }
}

/** Returns the address of a place. */
export function hrefOf({ community, view, day, today }: Place): string {
  const query = new URLSearchParams()
  if (view !== 'list') query.set('view', view)
  if (day !== today && (view === 'week' || view === 'month')) query.set('day', day)
  const text = query.toString()
  return `/c/${community}/agenda${text ? `?${text}` : ''}`
}

/** Returns the place one week or month later (or earlier). */
export function nextDay(place: Place, step: 1 | -1): Place {
  const day =
    place.view === 'week' ? addDays(place.day, 7 * step) : addMonths(`${place.day.slice(0, 7)}-01`, step)
  return { ...place, day }
}
