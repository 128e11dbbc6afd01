import { useQuery } from '@tanstack/react-query'
import { CheckCheck, Coffee } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { Button } from '@/components/button'
import { EmptyState } from '@/components/empty-state'
import { Loaded } from '@/components/loaded'
import { Screen } from '@/components/screen'
import type { Today } from '@/generated/bindings'
import { useDateWords } from '@/lib/dates'
import { todayQuery, useVisitMark } from './api'
import { NewsList } from './news-list'
import { SoonList } from './soon-list'
import { useVisit } from './use-visit'
import { WaitingList } from './waiting-list'

/** The first screen of a community: what waits for me, what is on, what is new since I was here. */
export function Component() {
  const { community = '' } = useParams()
  return <TodayOf key={community} community={community} />
}

function TodayOf({ community }: { community: string }) {
  const { t } = useTranslation()
  const dates = useDateWords()
  const today = useQuery(todayQuery(community))
  const mark = useVisitMark()
  useVisit(community)
  const some = today.data !== undefined && !isQuiet(today.data)
  return (
    <Screen
      title={t('today.title')}
      lead={dates.day(Date.now())}
      action={
        some ? (
          <Button
            icon={<CheckCheck aria-hidden className="size-5" />}
            onPress={() => mark.mutate({ community, time_ms: null, all_read: true })}
          >
            {t('today.allSeen')}
          </Button>
        ) : null
      }
    >
      <Loaded
        query={today}
        empty={{
          when: isQuiet,
          show: (
            <EmptyState
              icon={<Coffee className="size-7" />}
              title={t('today.quiet')}
              text={t('today.quietText')}
            />
          ),
        }}
      >
        {(data) => <Parts today={data} />}
      </Loaded>
    </Screen>
  )
}

function Parts({ today }: { today: Today }) {
  const { t } = useTranslation()
  const dates = useDateWords()
  const asked = [...today.to_acknowledge, ...today.waiting.filter((one) => one.kind !== 'announcement')]
  return (
    <div className="flex flex-col gap-10">
      {asked.length > 0 ? (
        <Part title={t('today.waiting')} more={today.more_waiting}>
          {(id) => <WaitingList label={id} waiting={asked} />}
        </Part>
      ) : null}
      {today.soon.length > 0 ? (
        <Part title={t('today.soon')}>{(id) => <SoonList label={id} rows={today.soon} />}</Part>
      ) : null}
      {today.news.length > 0 ? (
        <Part
          title={t('today.news')}
          hint={t('today.since', { date: dates.nearDay(today.since_ms), time: dates.time(today.since_ms) })}
          more={today.more_news}
        >
          {(id) => <NewsList label={id} news={today.news} />}
        </Part>
      ) : null}
    </div>
  )
}

type PartProps = { title: string; hint?: string; more?: number; children: (id: string) => ReactNode }

function Part({ title, hint, more = 0, children }: PartProps) {
  const { t } = useTranslation()
  const id = useId()
  return (
    <section aria-labelledby={id}>
      <div className="mb-3 flex flex-wrap items-baseline gap-x-3">
        <h2 id={id} className="text-lg font-bold">
          {title}
        </h2>
        {hint ? <p className="text-sm text-ink-soft">{hint}</p> : null}
      </div>
      {children(id)}
      {more > 0 ? <p className="mt-3 text-sm text-ink-soft">{t('today.more', { count: more })}</p> : null}
    </section>
  )
}

function isQuiet({ news, waiting, soon, to_acknowledge }: Today): boolean {
  return news.length + waiting.length + soon.length + to_acknowledge.length === 0
}
