import { Check, CircleHelp, Hand, MapPin, Repeat, X } from 'lucide-react'
import { Link } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { Tag } from '@/components/tag'
import type { Answer, EventRow } from '@/generated/bindings'
import { useDateWords } from '@/lib/dates'
import { rowHref } from './rows'

const marks = { yes: Check, maybe: CircleHelp, no: X }

/** An event in the list: when, what, where, who comes, my answer. */
export function EventCard({ community, event }: { community: string; event: EventRow }) {
  const { t } = useTranslation()
  const dates = useDateWords()
  const off = event.status === 'cancelled'
  return (
    <article className="relative flex gap-5 rounded-lg border border-line bg-panel p-5 shadow-card transition-colors hover:border-line-strong narrow:gap-4 narrow:p-4">
      <p className="w-20 shrink-0 text-lg font-semibold tabular-nums narrow:w-16">
        {event.all_day ? (
          <span className="text-sm font-medium">{t('agenda.allDay')}</span>
        ) : (
          <time dateTime={new Date(event.start_ms).toISOString()}>
            {dates.time(event.start_ms)}
            <span className="block text-sm font-normal text-ink-soft">{dates.time(event.end_ms)}</span>
          </time>
        )}
      </p>
      <div className="min-w-0 flex-1">
        <h3 className="text-lg font-semibold">
          <Link
            href={rowHref(community, event)}
            className={`rounded-sm after:absolute after:inset-0 after:rounded-lg ${off ? 'text-ink-soft line-through' : ''}`}
          >
            <span dir="auto">{event.title}</span>
          </Link>
        </h3>
        {event.place ? (
          <p className="flex items-center gap-1.5 text-ink-soft">
            <MapPin aria-hidden className="size-4 shrink-0" />
            <span className="truncate">{event.place}</span>
          </p>
        ) : null}
        <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1.5 text-sm text-ink-soft">
          {off ? <Tag tone="danger">{t('agenda.cancelled')}</Tag> : null}
          {event.status === 'tentative' ? <Tag tone="warm">{t('agenda.tentative')}</Tag> : null}
          {event.mine && !off ? <MyAnswer answer={event.mine} /> : null}
          {off ? null : (
            <span>{event.yes > 0 ? t('agenda.coming', { count: event.yes }) : t('agenda.nobodyYet')}</span>
          )}
          {event.free !== null && !off ? <Seats left={event.free} /> : null}
          {event.seat?.waiting && !off ? (
            <Tag tone="warm">{t('agenda.onWaitingList', { place: event.seat.waiting })}</Tag>
          ) : null}
          {event.hands_wanted > 0 && !off ? (
            <span className="inline-flex items-center gap-1 font-medium text-brand-ink">
              <Hand aria-hidden className="size-3.5" />
              {t('agenda.handsWanted', { count: event.hands_wanted })}
            </span>
          ) : null}
          {event.recurring ? (
            <span className="inline-flex items-center gap-1">
              <Repeat aria-hidden className="size-3.5" />
              {t('agenda.recurring')}
            </span>
          ) : null}
        </div>
      </div>
    </article>
  )
}

function MyAnswer({ answer }: { answer: Answer }) {
  const { t } = useTranslation()
  const Icon = marks[answer]
  return (
    <Tag
      tone={answer === 'yes' ? 'brand' : answer === 'maybe' ? 'warm' : 'calm'}
      icon={<Icon aria-hidden className="size-3.5" />}
    >
      {t(`event.${answer}`)}
    </Tag>
  )
}

function Seats({ left }: { left: number }) {
  const { t } = useTranslation()
  return <span>{left > 0 ? t('agenda.seatsLeft', { count: left }) : t('agenda.full')}</span>
}
