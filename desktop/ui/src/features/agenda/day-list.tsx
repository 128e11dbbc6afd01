import { useMemo } from 'react'
import type { EventRow } from '@/generated/bindings'
import { dayKey, useDateWords } from '@/lib/dates'
import { EventCard } from './event-card'
import { rowKey } from './rows'

type Props = { community: string; rows: readonly EventRow[] }

/** Events under the day at which they begin, in their order. */
export function DayList({ community, rows }: Props) {
  const dates = useDateWords()
  const days = useMemo(() => byFirstDay(rows), [rows])
  return (
    <div className="flex flex-col gap-8">
      {days.map(([key, events]) => (
        <section key={key} aria-label={dates.nearDay(events[0]?.start_ms ?? 0)}>
          <h2 className="mb-3 font-semibold text-ink-soft">{dates.nearDay(events[0]?.start_ms ?? 0)}</h2>
          <ul className="flex flex-col gap-3">
            {events.map((event) => (
              <li key={rowKey(event)}>
                <EventCard community={community} event={event} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

function byFirstDay(rows: readonly EventRow[]): [string, EventRow[]][] {
  const days = new Map<string, EventRow[]>()
  for (const row of rows) {
    const key = dayKey(row.start_ms)
    days.set(key, [...(days.get(key) ?? []), row])
  }
  return [...days]
}
