import { type KeyboardEvent, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { EventRow } from '@/generated/bindings'
import { useDateWords } from '@/lib/dates'
import { addDays, addMonths, dayMs, monthOf } from '@/lib/days'
import { MonthDay } from './month-day'
import { byDay } from './rows'
import { hrefOf, type Place } from './views'

type Props = { place: Place; rows: readonly EventRow[]; onDay: (day: string) => void; chosen: string | null }

/** A month as a grid of days; arrow keys go from day to day, Enter shows the day below. */
export function MonthView({ place, rows, onDay, chosen }: Props) {
  const { t } = useTranslation()
  const dates = useDateWords()
  const navigate = useNavigate()
  const grid = useRef<HTMLTableElement>(null)
  const weeks = monthOf(place.day)
  const days = useMemo(() => byDay(rows), [rows])
  const [active, setActive] = useState(place.day)
  const shown = weeks.flat()
  const tabStop = shown.includes(active) ? active : place.day

  const go = (day: string) => {
    setActive(day)
    if (!shown.includes(day)) void navigate(hrefOf({ ...place, day }))
    requestAnimationFrame(() =>
      grid.current?.querySelector<HTMLElement>(`[data-day="${day}"]`)?.focus({ preventScroll: false }),
    )
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const cell = event.target instanceof HTMLElement ? event.target.dataset.day : undefined
    if (!cell) return
    const next: Record<string, string> = {
      ArrowLeft: addDays(cell, -1),
      ArrowRight: addDays(cell, 1),
      ArrowUp: addDays(cell, -7),
      ArrowDown: addDays(cell, 7),
      PageUp: addMonths(cell, -1),
      PageDown: addMonths(cell, 1),
    }
    const day = next[event.key]
    if (day) go(day)
    else if (event.key === 'Enter' || event.key === ' ') onDay(cell)
    else return
    event.preventDefault()
  }
  return (
    <div className="overflow-hidden rounded-xl border border-line bg-panel shadow-card">
      <table
        ref={grid}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the grid of WAI-ARIA, walked by arrow keys
        role="grid"
        aria-label={t('agenda.monthGrid', { month: dates.month(dayMs(place.day)) })}
        onKeyDown={onKeyDown}
        className="w-full table-fixed border-collapse"
      >
        <thead>
          <tr>
            {weeks[0]?.map((day) => (
              <th
                key={day}
                scope="col"
                className="border-b border-line py-2 text-xs font-semibold text-ink-soft"
              >
                <span className="sr-only">{dates.day(dayMs(day)).split(/[\s,]/)[0]}</span>
                <span aria-hidden className="narrow:hidden">
                  {dates.weekday(dayMs(day))}
                </span>
                <span aria-hidden className="wide:hidden">
                  {dates.weekday(dayMs(day), 'narrow')}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((day) => (
                <MonthDay
                  key={day}
                  community={place.community}
                  day={day}
                  rows={days.get(day) ?? []}
                  outside={day.slice(0, 7) !== place.day.slice(0, 7)}
                  today={day === place.today}
                  chosen={day === chosen}
                  tabStop={day === tabStop}
                  onChoose={() => {
                    setActive(day)
                    onDay(day)
                  }}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
