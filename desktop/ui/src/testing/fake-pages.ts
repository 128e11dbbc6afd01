/** Pages of what the fake node holds. */
import { NodeFailure } from '@/node/failure'

export const page = <T>(items: T[]) => ({ items, next: null })

export function found<T>(value: T | undefined): T {
  if (value === undefined) throw new NodeFailure({ code: 'not_found', message: 'not here' })
  return value
}

export function newestFirst<T extends { id: string }>(
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
export function stretch<T extends { id: string; time_ms: number }>(
  oldestFirst: T[],
  from: From,
  limit: number,
) {
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
