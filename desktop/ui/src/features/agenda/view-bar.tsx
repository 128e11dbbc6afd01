import { ChevronLeft, ChevronRight } from 'lucide-react'
import { Link } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { PillLink } from '@/components/pill-link'
import { useDateWords } from '@/lib/dates'
import { dayMs, weekOf } from '@/lib/days'
import { hrefOf, nextDay, type Place, VIEWS } from './views'

/** Which view, and which part of the calendar: list, week or month; back, today, on. */
export function ViewBar({ place }: { place: Place }) {
  const { t } = useTranslation()
  return (
    <div className="mb-6 flex flex-wrap items-center gap-x-6 gap-y-3 print:hidden">
      <nav aria-label={t('agenda.view')} className="flex flex-wrap gap-2">
        {VIEWS.map((view) => (
          <PillLink key={view} href={hrefOf({ ...place, view })} current={place.view === view}>
            {t(`agenda.view.${view}`)}
          </PillLink>
        ))}
      </nav>
      {place.view === 'list' || place.view === 'past' ? null : <Period place={place} />}
    </div>
  )
}

function Period({ place }: { place: Place }) {
  const { t } = useTranslation()
  const { view } = place
  const step = view === 'week' ? 'week' : 'month'
  const round = 'grid size-11 place-items-center rounded-md text-ink-soft hover:bg-sunken hover:text-ink'
  return (
    <nav aria-label={t('agenda.period')} className="flex flex-1 items-center justify-end gap-1">
      <PeriodName place={place} />
      <Link href={hrefOf(nextDay(place, -1))} aria-label={t(`agenda.before.${step}`)} className={round}>
        <ChevronLeft aria-hidden className="size-5" />
      </Link>
      <Link
        href={hrefOf({ ...place, day: place.today })}
        className="inline-flex min-h-9 items-center rounded-md px-3 text-sm font-semibold text-brand-ink hover:bg-brand-soft"
      >
        {t('agenda.today')}
      </Link>
      <Link href={hrefOf(nextDay(place, 1))} aria-label={t(`agenda.after.${step}`)} className={round}>
        <ChevronRight aria-hidden className="size-5" />
      </Link>
    </nav>
  )
}

/** The name of what is shown: `Novembre 2026`, `23–29 nov. 2026`. */
function PeriodName({ place }: { place: Place }) {
  const dates = useDateWords()
  const week = weekOf(place.day)
  const name =
    place.view === 'week'
      ? dates.span(dayMs(week[0] ?? place.day), dayMs(week[6] ?? place.day))
      : dates.month(dayMs(place.day))
  return (
    <h2 aria-live="polite" className="mr-2 flex-1 font-bold narrow:text-base">
      {name}
    </h2>
  )
}
