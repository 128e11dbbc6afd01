import { clsx } from 'clsx'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { EventRow } from '@/generated/bindings'
import { useDateWords } from '@/lib/dates'
import { dayMs, weekOf } from '@/lib/days'
import { EventChip, RowState, toneOf } from './event-chip'
import { type Block, blocksOf, byDay, isLong, rowHref, rowKey } from './rows'
import type { Place } from './views'

/** The height of an hour, in rem. */
const HOUR_REM = 3
/** Hours that are always shown; earlier and later ones where something is on. */
const FIRST_HOUR = 8
const LAST_HOUR = 21

/** A week with its hours: seven columns; who overlaps stands side by side. */
export function WeekView({ place, rows }: { place: Place; rows: readonly EventRow[] }) {
  const { t } = useTranslation()
  const dates = useDateWords()
  const days = weekOf(place.day)
  const long = useMemo(() => byDay(rows.filter(isLong)), [rows])
  const columns = days.map((day) => blocksOf(rows, day))
  const all = columns.flat()
  const first = Math.min(FIRST_HOUR, ...all.map((block) => Math.floor(block.from / 60)))
  const last = Math.max(LAST_HOUR, ...all.map((block) => Math.ceil(block.to / 60)))
  const hours = Array.from({ length: last - first }, (_, index) => first + index)
  return (
    <div className="overflow-hidden rounded-xl border border-line bg-panel shadow-card">
      <div className="grid grid-cols-[3.5rem_repeat(7,minmax(0,1fr))] border-b border-line">
        <span />
        {days.map((day) => (
          <h3 key={day} className="flex flex-col items-center gap-0.5 py-2 text-xs text-ink-soft">
            <span aria-hidden>{dates.weekday(dayMs(day))}</span>
            <span
              aria-hidden
              className={clsx(
                'grid size-8 place-items-center rounded-full text-base tabular-nums',
                day === place.today ? 'bg-brand font-bold text-on-brand' : 'font-medium text-ink',
              )}
            >
              {Number(day.slice(8))}
            </span>
            <span className="sr-only">{dates.nearDay(dayMs(day))}</span>
          </h3>
        ))}
        {long.size > 0 ? (
          <>
            <span className="px-1 py-1.5 text-right text-xs text-ink-soft">{t('agenda.allDayShort')}</span>
            {days.map((day) => (
              <ul
                key={day}
                aria-label={t('agenda.allDayOn', { day: dates.nearDay(dayMs(day)) })}
                className="flex flex-col gap-0.5 border-l border-line p-1"
              >
                {(long.get(day) ?? []).map((row) => (
                  <li key={rowKey(row)} className="flex">
                    <EventChip community={place.community} row={row} />
                  </li>
                ))}
              </ul>
            ))}
          </>
        ) : null}
      </div>
      <div className="grid grid-cols-[3.5rem_repeat(7,minmax(0,1fr))]">
        <ol aria-hidden className="relative" style={{ height: `${hours.length * HOUR_REM}rem` }}>
          {hours.map((hour, index) => (
            <li
              key={hour}
              className="absolute right-2 -translate-y-1/2 text-xs text-ink-soft tabular-nums first:hidden"
              style={{ top: `${index * HOUR_REM}rem` }}
            >
              {t('agenda.hour', { hour })}
            </li>
          ))}
        </ol>
        {days.map((day, index) => (
          <ul
            key={day}
            aria-label={dates.nearDay(dayMs(day))}
            className={clsx('relative border-l border-line', day === place.today && 'bg-brand-soft/25')}
            style={{
              backgroundImage: `repeating-linear-gradient(to bottom, transparent 0 calc(${HOUR_REM}rem - 1px), var(--line) calc(${HOUR_REM}rem - 1px) ${HOUR_REM}rem)`,
            }}
          >
            {columns[index]?.map((block) => (
              <WeekBlock key={rowKey(block.row)} community={place.community} block={block} first={first} />
            ))}
          </ul>
        ))}
      </div>
    </div>
  )
}

type BlockProps = { community: string; block: Block; first: number }

function WeekBlock({ community, block, first }: BlockProps) {
  const dates = useDateWords()
  const { row, from, to, lane, lanes } = block
  return (
    <li
      className="absolute p-px"
      style={{
        top: `${((from - first * 60) / 60) * HOUR_REM}rem`,
        height: `${((to - from) / 60) * HOUR_REM}rem`,
        left: `${(lane / lanes) * 100}%`,
        width: `${100 / lanes}%`,
      }}
    >
      <Link
        to={rowHref(community, row)}
        className={`block h-full overflow-hidden rounded-md px-1.5 py-0.5 text-xs leading-snug ring-1 ring-panel hover:brightness-95 ${toneOf(row)}`}
      >
        <span dir="auto" className="line-clamp-2 font-semibold">
          {row.title}
        </span>
        <span className="block truncate tabular-nums opacity-85">{dates.time(row.start_ms)}</span>
        <RowState row={row} />
      </Link>
    </li>
  )
}
