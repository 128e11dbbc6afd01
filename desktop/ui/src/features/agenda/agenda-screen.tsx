import { useQuery } from '@tanstack/react-query'
import { CalendarDays, CalendarPlus } from 'lucide-react'
import { useMemo } from 'react'
import { Link } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { useParams, useSearchParams } from 'react-router'
import { LinkButton } from '@/components/button'
import { EmptyState } from '@/components/empty-state'
import { Loaded } from '@/components/loaded'
import { Screen } from '@/components/screen'
import type { EventRow } from '@/generated/bindings'
import { DAY_MS, dayKey, startOfDay, useDateWords } from '@/lib/dates'
import { eventsQuery } from './api'
import { EventCard } from './event-card'

/** How far the list looks ahead and back, in days. */
const AHEAD_DAYS = 400
const BACK_DAYS = 120

/** What is coming, day by day; `?show=past` for what was. */
export function Component() {
  const { t } = useTranslation()
  const { community = '' } = useParams()
  const [search] = useSearchParams()
  const past = search.get('show') === 'past'
  const today = startOfDay(Date.now())
  const events = useQuery(
    past
      ? eventsQuery(community, today - BACK_DAYS * DAY_MS, today)
      : eventsQuery(community, today, today + AHEAD_DAYS * DAY_MS),
  )
  const create = (
    <LinkButton
      look="primary"
      icon={<CalendarPlus aria-hidden className="size-5" />}
      href={`/c/${community}/agenda/new`}
    >
      {t('agenda.create')}
    </LinkButton>
  )
  return (
    <Screen title={t('agenda.title')} action={create}>
      <nav aria-label={t('agenda.period')} className="mb-6 flex gap-2">
        <Period href={`/c/${community}/agenda`} current={!past}>
          {t('agenda.upcoming')}
        </Period>
        <Period href={`/c/${community}/agenda?show=past`} current={past}>
          {t('agenda.past')}
        </Period>
      </nav>
      <Loaded
        query={events}
        empty={{
          when: (page) => page.items.length === 0,
          show: (
            <EmptyState
              icon={<CalendarDays className="size-7" />}
              title={past ? t('agenda.emptyPast') : t('agenda.empty')}
              text={t('agenda.emptyText')}
            />
          ),
        }}
      >
        {(page) => <Days community={community} rows={past ? page.items.toReversed() : page.items} />}
      </Loaded>
    </Screen>
  )
}

function Period({ href, current, children }: { href: string; current: boolean; children: string }) {
  return (
    <Link
      href={href}
      aria-current={current ? 'page' : undefined}
      className={`inline-flex min-h-9 items-center rounded-full px-4 text-sm font-medium transition-colors ${
        current
          ? 'bg-brand-soft text-brand-ink ring-1 ring-brand'
          : 'border border-line-strong bg-panel hover:bg-sunken'
      }`}
    >
      {children}
    </Link>
  )
}

function Days({ community, rows }: { community: string; rows: readonly EventRow[] }) {
  const dates = useDateWords()
  const days = useMemo(() => byDay(rows), [rows])
  return (
    <div className="flex flex-col gap-8">
      {days.map(([key, events]) => (
        <section key={key} aria-label={dates.nearDay(events[0]?.start_ms ?? 0)}>
          <h2 className="mb-3 font-semibold text-ink-soft">{dates.nearDay(events[0]?.start_ms ?? 0)}</h2>
          <ul className="flex flex-col gap-3">
            {events.map((event) => (
              <li key={`${event.id}/${event.occurrence}`}>
                <EventCard community={community} event={event} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

function byDay(rows: readonly EventRow[]): [string, EventRow[]][] {
  const days = new Map<string, EventRow[]>()
  for (const row of rows) {
    const key = dayKey(row.start_ms)
    days.set(key, [...(days.get(key) ?? []), row])
  }
  return [...days]
}
