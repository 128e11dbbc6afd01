import { CalendarPlus } from 'lucide-react'
import { useEffect, useId, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { LinkButton } from '@/components/button'
import type { EventRow } from '@/generated/bindings'
import { useDateWords } from '@/lib/dates'
import { dayMs } from '@/lib/days'
import { EventCard } from './event-card'
import { byDay, rowKey } from './rows'

type Props = { community: string; day: string; rows: readonly EventRow[] }

/** The day that was chosen in a month: what is on, and a way to add something. */
export function ChosenDay({ community, day, rows }: Props) {
  const { t } = useTranslation()
  const dates = useDateWords()
  const heading = useId()
  const section = useRef<HTMLElement>(null)
  const events = byDay(rows).get(day) ?? []
  // biome-ignore lint/correctness/useExhaustiveDependencies: another day was chosen
  useEffect(() => {
    if (!document.activeElement?.closest('table')) return
    section.current?.scrollIntoView?.({ block: 'nearest', behavior: 'smooth' })
  }, [day])
  return (
    <section ref={section} aria-labelledby={heading} className="mt-6 scroll-mb-6">
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <h2 id={heading} aria-live="polite" className="flex-1 font-semibold text-ink-soft">
          {dates.nearDay(dayMs(day))}
        </h2>
        <LinkButton
          look="plain"
          size="small"
          icon={<CalendarPlus aria-hidden className="size-4.5" />}
          href={`/c/${community}/agenda/new?day=${day}`}
        >
          {t('agenda.addHere')}
        </LinkButton>
      </div>
      {events.length === 0 ? <p className="text-ink-soft">{t('agenda.freeDay')}</p> : null}
      <ul className="flex flex-col gap-3">
        {events.map((event) => (
          <li key={rowKey(event)}>
            <EventCard community={community} event={event} />
          </li>
        ))}
      </ul>
    </section>
  )
}
