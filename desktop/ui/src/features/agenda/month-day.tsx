import { clsx } from 'clsx'
import { useTranslation } from 'react-i18next'
import type { EventRow } from '@/generated/bindings'
import { useDateWords } from '@/lib/dates'
import { dayMs } from '@/lib/days'
import { NARROW, useMedia } from '@/lib/use-media'
import { EventChip, toneOf, useRowWords } from './event-chip'
import { rowKey } from './rows'

type Props = {
  community: string
  day: string
  rows: readonly EventRow[]
  /** Of the month before or after. */
  outside: boolean
  today: boolean
  chosen: boolean
  tabStop: boolean
  onChoose: () => void
}

/** More lines would make weeks too high; the rest is told as a number. */
const MAX_LINES = 3

/** One day of a month: its number and what is on; dots where there is no room for words. */
export function MonthDay({ community, day, rows, outside, today, chosen, tabStop, onChoose }: Props) {
  const { t } = useTranslation()
  const dates = useDateWords()
  const words = useRowWords()
  const narrow = useMedia(NARROW)
  const lines = rows.length > MAX_LINES ? rows.slice(0, MAX_LINES - 1) : rows
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid hears the keys of all its cells
    <td
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a cell of the grid of WAI-ARIA
      role="gridcell"
      data-day={day}
      tabIndex={tabStop ? 0 : -1}
      aria-selected={chosen}
      aria-current={today ? 'date' : undefined}
      onClick={onChoose}
      className={clsx(
        'h-24 cursor-pointer border-line p-1 align-top transition-colors not-last:border-r hover:bg-sunken/60 focus-visible:-outline-offset-3 narrow:h-14 narrow:p-0.5 [tr:not(:last-child)>&]:border-b',
        chosen && 'bg-brand-soft/60',
        outside && 'bg-canvas',
      )}
    >
      <span className="sr-only">
        {dates.nearDay(dayMs(day))}, {t('agenda.onDay', { count: rows.length })}
        {narrow ? `: ${rows.map(words).join('; ')}` : null}
      </span>
      <span
        aria-hidden
        className={clsx(
          'grid size-7 place-items-center rounded-full text-sm tabular-nums narrow:mx-auto',
          today ? 'bg-brand font-bold text-on-brand' : outside ? 'text-ink-soft' : 'font-medium',
        )}
      >
        {Number(day.slice(8))}
      </span>
      {narrow ? (
        <span aria-hidden className="flex justify-center gap-0.5 pt-0.5">
          {rows.slice(0, MAX_LINES).map((row) => (
            <span key={rowKey(row)} className={clsx('size-1.5 rounded-full', dotOf(row))} />
          ))}
        </span>
      ) : (
        <ul className="mt-1 flex flex-col gap-0.5">
          {lines.map((row) => (
            <li key={rowKey(row)} className="flex">
              <EventChip community={community} row={row} tabStop={tabStop} />
            </li>
          ))}
          {lines.length < rows.length ? (
            <li className="px-1.5 text-xs text-ink-soft">
              {t('agenda.others', { count: rows.length - lines.length })}
            </li>
          ) : null}
        </ul>
      )}
    </td>
  )
}

const dotOf = (row: EventRow) =>
  toneOf(row).startsWith('bg-sunken') ? 'bg-line-strong' : row.mine === 'yes' ? 'bg-brand' : 'bg-warm'
