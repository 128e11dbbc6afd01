import { useQueries, useQuery } from '@tanstack/react-query'
import { CalendarClock } from 'lucide-react'
import { Link } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { EventRow } from '@/generated/bindings'
import { useDateWords } from '@/lib/dates'
import { communitiesQuery, eventsQuery } from './api'
import { rowHref, rowKey } from './rows'

/** More would hide what it stands under. */
const MOST = 3

type Props = {
  /** The span to look at, in ms since 1970. */
  from: number
  to: number
  /** An event that does not count: the one that is shown. */
  except?: string
  /** mine: where I said that I come, in all my communities; all: everything in one community. */
  of: 'mine' | { community: string }
}

/** Says in a line what else is on at the same time; nothing where the time is free. */
export function Overlaps({ from, to, except, of }: Props) {
  const { t } = useTranslation()
  const dates = useDateWords()
  const communities = useQuery(communitiesQuery())
  const ids = of === 'mine' ? (communities.data?.items ?? []).map((one) => one.id) : [of.community]
  const answers = useQueries({ queries: ids.map((id) => eventsQuery(id, from, to)) })
  const found = answers.flatMap(({ data }, index) =>
    (data?.items ?? [])
      .filter((row) => row.id !== except && counts(row, from, to, of === 'mine'))
      .map((row) => ({ community: ids[index] ?? '', row })),
  )
  if (found.length === 0) return null
  return (
    <div role="note" className="flex gap-3 rounded-lg bg-warm-soft px-4 py-3 text-warm-ink">
      <CalendarClock aria-hidden className="mt-0.5 size-5 shrink-0" />
      <div>
        <p className="font-medium">{t(of === 'mine' ? 'overlap.mine' : 'overlap.here')}</p>
        <ul>
          {found.slice(0, MOST).map(({ community, row }) => (
            <li key={rowKey(row)}>
              <Link
                href={rowHref(community, row)}
                className="inline-flex min-h-6 items-center rounded-sm underline underline-offset-2"
              >
                <span dir="auto">{row.title}</span>
              </Link>
              {row.all_day
                ? `, ${t('agenda.allDay')}`
                : `, ${t('event.fromTo', { from: dates.time(row.start_ms), to: dates.time(row.end_ms) })}`}
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}

function counts(row: EventRow, from: number, to: number, mineOnly: boolean): boolean {
  if (row.status === 'cancelled' || row.start_ms >= to || row.end_ms <= from) return false
  return mineOnly ? row.mine === 'yes' : !row.all_day
}
