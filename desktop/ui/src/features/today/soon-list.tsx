import { Check, MapPin } from 'lucide-react'
import { Link } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { Tag } from '@/components/tag'
import type { SoonRow } from '@/generated/bindings'
import { useDateWords } from '@/lib/dates'

/** What takes place today and tomorrow. */
export function SoonList({ label, rows }: { label: string; rows: readonly SoonRow[] }) {
  return (
    <ul aria-labelledby={label} className="flex flex-col gap-3">
      {rows.map((row) => (
        <li key={`${row.event.id}/${row.event.occurrence}`}>
          <Row row={row} />
        </li>
      ))}
    </ul>
  )
}

function Row({ row: { community, event } }: { row: SoonRow }) {
  const { t } = useTranslation()
  const dates = useDateWords()
  const query = event.occurrence ? `?occurrence=${encodeURIComponent(event.occurrence)}` : ''
  return (
    <Link
      href={`/c/${community}/agenda/${event.id}${query}`}
      className="flex items-center gap-5 rounded-lg border border-line bg-panel px-5 py-3.5 shadow-card transition-colors hover:border-line-strong narrow:px-4"
    >
      <span className="w-24 shrink-0 text-sm font-semibold text-brand-ink narrow:w-20">
        {dates.nearDay(event.start_ms)}
        <span className="block text-base text-ink tabular-nums">
          {event.all_day ? t('agenda.allDay') : dates.time(event.start_ms)}
        </span>
      </span>
      <span className="min-w-0 flex-1">
        <span dir="auto" className="block truncate font-semibold">
          {event.title}
        </span>
        {event.place ? (
          <span dir="auto" className="flex items-center gap-1.5 text-sm text-ink-soft">
            <MapPin aria-hidden className="size-4 shrink-0" />
            <span className="truncate">{event.place}</span>
          </span>
        ) : null}
      </span>
      {event.mine === 'yes' ? (
        <Tag tone="brand" icon={<Check aria-hidden className="size-3.5" />}>
          {t('event.yes')}
        </Tag>
      ) : null}
    </Link>
  )
}
