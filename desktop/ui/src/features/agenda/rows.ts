/** Rows of the agenda by day and by hour. */
import type { EventRow } from '@/generated/bindings'
import { DAY_MS, dayKey } from '@/lib/dates'
import { addDays, dayMs } from '@/lib/days'

/** A name for a row that is its own among all occurrences. */
export const rowKey = (row: EventRow) => `${row.id}/${row.occurrence ?? ''}`

/** The address of a row's page. */
export function rowHref(community: string, row: EventRow): string {
  const query = row.occurrence ? `?occurrence=${encodeURIComponent(row.occurrence)}` : ''
  return `/c/${community}/agenda/${row.id}${query}`
}

/** Returns whether a row stands over the hours of a day rather than among them. */
export const isLong = (row: EventRow) => row.all_day || row.end_ms - row.start_ms >= DAY_MS

/** Returns the local days that a row touches, at most `most`. */
export function daysOf(row: EventRow, most = 62): string[] {
  const days = [dayKey(row.start_ms)]
  const last = dayKey(Math.max(row.start_ms, row.end_ms - 1))
  while (days.length < most && (days.at(-1) ?? last) < last) days.push(addDays(days.at(-1) ?? last, 1))
  return days
}

/** Returns the rows of each day, in their order; a long one stands on each of its days. */
export function byDay(rows: readonly EventRow[]): Map<string, EventRow[]> {
  const days = new Map<string, EventRow[]>()
  for (const row of rows) {
    for (const day of daysOf(row)) days.set(day, [...(days.get(day) ?? []), row])
  }
  return days
}

/** Where a row stands in the column of a day. */
export type Block = {
  row: EventRow
  /** Minutes after midnight. */
  from: number
  to: number
  /** Its lane among those at the same time, from 0. */
  lane: number
  lanes: number
}

/** A shorter one could not be read, in minutes. */
const LEAST_MINUTES = 30

/** Returns the blocks of one day: rows at the same time stand side by side. */
export function blocksOf(rows: readonly EventRow[], day: string): Block[] {
  const [begin, end] = [dayMs(day), dayMs(addDays(day, 1))]
  const minutes = (ms: number) => Math.round((Math.min(Math.max(ms, begin), end) - begin) / 60_000)
  const blocks = rows
    .filter((row) => !isLong(row) && row.start_ms < end && row.end_ms > begin - 1)
    .map((row) => {
      const from = Math.min(minutes(row.start_ms), 24 * 60 - LEAST_MINUTES)
      return { row, from, to: Math.max(minutes(row.end_ms), from + LEAST_MINUTES), lane: 0, lanes: 1 }
    })
    .filter((block) => dayKey(block.row.start_ms) === day || block.row.start_ms < begin)
    .sort((a, b) => a.from - b.from || b.to - a.to)
  let group: Block[] = []
  let groupEnd = -1
  for (const block of blocks) {
    if (block.from >= groupEnd) group = []
    const taken = new Set(group.filter((one) => one.to > block.from).map((one) => one.lane))
    while (taken.has(block.lane)) block.lane += 1
    group.push(block)
    groupEnd = Math.max(...group.map((one) => one.to))
    const lanes = Math.max(...group.map((one) => one.lane)) + 1
    for (const one of group) one.lanes = lanes
  }
  return blocks
}
