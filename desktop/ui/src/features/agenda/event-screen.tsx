import { useQuery } from '@tanstack/react-query'
import { CalendarX, Clock, MapPin, Repeat, UserRound } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams, useSearchParams } from 'react-router'
import { Banner } from '@/components/banner'
import { Copies } from '@/components/copies'
import { Loaded } from '@/components/loaded'
import { Markdown } from '@/components/markdown'
import { Screen } from '@/components/screen'
import type { EventPage } from '@/generated/bindings'
import { Answers } from './answers'
import { eventQuery } from './api'
import { Comments } from './comments'
import { EventMenu } from './event-menu'
import { MyAnswer } from './my-answer'
import { occurrenceOf } from './occurrence'
import { useRuleWords } from './rule-words'
import { Slots } from './slots'
import { useWhenWords } from './when-words'

/** One event: what, when, where; my answer; everyone's. */
export function Component() {
  const { t } = useTranslation()
  const { community = '', event: id = '' } = useParams()
  const [search] = useSearchParams()
  const occurrence = search.get('occurrence')
  const event = useQuery(eventQuery(community, id))
  return (
    <Screen
      title={event.data ? occurrenceOf(event.data, occurrence).event.title : t('agenda.title')}
      action={
        event.data ? <EventMenu community={community} event={event.data} occurrence={occurrence} /> : null
      }
    >
      <Loaded query={event}>
        {(page) => {
          const shown = occurrenceOf(page, occurrence)
          return (
            <div className="flex flex-col gap-8">
              <About event={shown.event} when={shown.when} one={shown.event.status !== page.status} />
              {shown.event.status === 'cancelled' ? null : (
                <MyAnswer
                  community={community}
                  event={shown.event}
                  occurrence={occurrence}
                  when={shown.when}
                />
              )}
              <Slots community={community} event={shown.event} occurrence={occurrence} />
              <Answers event={shown.event} occurrence={occurrence} />
              <Comments community={community} event={page.id} />
            </div>
          )
        }}
      </Loaded>
    </Screen>
  )
}

type AboutProps = {
  event: EventPage
  /** The RECURRENCE-ID that tells its beginning. */
  when: string | null
  /** Whether its status is that of this date alone. */
  one: boolean
}

function About({ event, when: occurrence, one }: AboutProps) {
  const { t } = useTranslation()
  const when = useWhenWords(event, occurrence)
  const words = useRuleWords()
  return (
    <section className="overflow-hidden rounded-xl border border-line bg-panel shadow-card">
      {event.status === 'cancelled' ? (
        <Banner tone="danger" icon={<CalendarX className="size-4.5" />}>
          {t(one ? 'occurrence.isCancelled' : 'event.isCancelled')}
        </Banner>
      ) : null}
      <div className="p-6 narrow:p-4">
        <dl className="flex flex-col gap-4">
          <Fact icon={<Clock aria-hidden />} name={t('event.when')}>
            <p className="text-lg font-semibold">{when.day}</p>
            <p>{when.hours}</p>
            {when.zone ? (
              <p className="text-sm text-ink-soft">
                {t('event.otherZone', { zone: when.zone })}
                {when.mine ? ` (${t('event.yourTime', { time: when.mine })})` : null}
              </p>
            ) : null}
            {event.rrule ? (
              <p className="mt-1 inline-flex items-center gap-1.5 text-sm text-ink-soft">
                <Repeat aria-hidden className="size-4" />
                {words.rule(event.rrule)}
              </p>
            ) : null}
          </Fact>
          {event.place ? (
            <Fact icon={<MapPin aria-hidden />} name={t('event.where')}>
              <p dir="auto">{event.place}</p>
            </Fact>
          ) : null}
        </dl>
        {event.description ? (
          <div className="mt-6 border-t border-line pt-5">
            <Markdown text={event.description} />
          </div>
        ) : null}
        <div className="mt-5 flex flex-wrap items-center gap-x-4 gap-y-1 text-sm text-ink-soft">
          <p className="inline-flex items-center gap-1.5">
            <UserRound aria-hidden className="size-4" />
            {t('event.organisers', { names: event.organisers.map((one) => one.name).join(', ') })}
          </p>
          {event.editable ? <Copies copies={event.copies} /> : null}
        </div>
      </div>
    </section>
  )
}

function Fact({ icon, name, children }: { icon: ReactNode; name: string; children: ReactNode }) {
  return (
    <div className="flex gap-4">
      <dt className="grid size-10 shrink-0 place-items-center rounded-lg bg-brand-soft text-brand-ink [&>svg]:size-5">
        <span className="sr-only">{name}</span>
        {icon}
      </dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  )
}
