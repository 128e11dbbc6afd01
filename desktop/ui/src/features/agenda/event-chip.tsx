import { Check } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { EventRow } from '@/generated/bindings'
import { useDateWords } from '@/lib/dates'
import { rowHref } from './rows'

type Props = { community: string; row: EventRow; tabStop?: boolean }

/** Returns the colours of an event in a grid: cancelled, mine, or any other. */
export function toneOf(row: EventRow): string {
  if (row.status === 'cancelled') return 'bg-sunken text-ink-soft line-through'
  if (row.mine === 'yes') return 'bg-brand text-on-brand'
  return 'bg-brand-soft text-brand-ink'
}

/** Returns a row in words, to be read out: when, what, whether I come. */
export function useRowWords(): (row: EventRow) => string {
  const { t } = useTranslation()
  const dates = useDateWords()
  return (row) =>
    [
      row.all_day ? t('agenda.allDay') : dates.time(row.start_ms),
      row.title,
      row.status === 'cancelled' ? t('agenda.cancelled') : null,
      row.mine ? t(`event.${row.mine}`) : null,
    ]
      .filter((part) => part !== null)
      .join(', ')
}

/** What the colours of an event say, for those who do not see them. */
export function RowState({ row }: { row: EventRow }) {
  const { t } = useTranslation()
  const parts = [
    row.status === 'cancelled' ? t('agenda.cancelled') : null,
    row.mine ? t(`event.${row.mine}`) : null,
  ].filter((part) => part !== null)
  return parts.length > 0 ? <span className="sr-only">, {parts.join(', ')}</span> : null
}

/** An event in one line of a month. */
export function EventChip({ community, row, tabStop = true }: Props) {
  const dates = useDateWords()
  return (
    <Link
      to={rowHref(community, row)}
      tabIndex={tabStop ? 0 : -1}
      className={`flex min-h-6 min-w-0 items-center gap-1 rounded-sm px-1.5 text-xs font-medium hover:brightness-95 ${toneOf(row)}`}
    >
      {row.mine === 'yes' ? <Check aria-hidden className="size-3 shrink-0" /> : null}
      {row.all_day ? null : (
        <span className="shrink-0 tabular-nums opacity-85">{dates.time(row.start_ms)}</span>
      )}
      <span dir="auto" className="min-w-0 truncate">
        {row.title}
      </span>
      <RowState row={row} />
    </Link>
  )
}
