import { AtSign, CalendarDays, Check, CornerDownRight, Eye, Megaphone, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/button'
import { Failure } from '@/components/failure'
import type { Answer, Waiting, WaitingKind } from '@/generated/bindings'
import { startOfDay, useDateWords } from '@/lib/dates'
import { plainText } from '@/lib/plain-text'
import { useAcknowledge, useRsvpSet } from './api'
import { waitingHref } from './places'

const icons: Record<WaitingKind, ReactNode> = {
  mention: <AtSign />,
  answer: <CornerDownRight />,
  event: <CalendarDays />,
  announcement: <Megaphone />,
}

/** What waits for me: who wrote to me, and what I have not answered yet. */
export function WaitingList({ label, waiting }: { label: string; waiting: readonly Waiting[] }) {
  return (
    <ul aria-labelledby={label} className="flex flex-col gap-3">
      {waiting.map((one) => (
        <li key={`${one.kind}/${one.id}/${one.occurrence}`}>
          <Card waiting={one} />
        </li>
      ))}
    </ul>
  )
}

function Card({ waiting }: { waiting: Waiting }) {
  const { t } = useTranslation()
  const dates = useDateWords()
  const { kind, title, author_name: name, time_ms } = waiting
  const isEvent = kind === 'event'
  return (
    <article className="relative rounded-lg border border-line bg-panel p-5 shadow-card transition-colors hover:border-line-strong wide:flex wide:items-center wide:gap-4 narrow:p-4">
      <div className="flex min-w-0 flex-1 items-start gap-4">
        <span
          aria-hidden
          className="grid size-10 shrink-0 place-items-center rounded-lg bg-brand-soft text-brand-ink [&>svg]:size-5"
        >
          {icons[kind]}
        </span>
        <div className="min-w-0 flex-1">
          <p className="text-sm text-ink-soft">
            {isEvent
              ? [dates.nearDay(time_ms), isMidnight(time_ms) ? null : dates.time(time_ms)]
                  .filter(Boolean)
                  .join(', ')
              : t(`today.waiting.${kind}`, { name, title })}
          </p>
          <h3 className="font-semibold">
            <Link
              href={waitingHref(waiting)}
              className="rounded-sm after:absolute after:inset-0 after:rounded-lg"
            >
              <span dir="auto" className={isEvent ? '' : 'line-clamp-2'}>
                {isEvent || kind === 'announcement' ? title : plainText(waiting.snippet) || title}
              </span>
            </Link>
          </h3>
          {isEvent && waiting.snippet ? (
            <p dir="auto" className="truncate text-sm text-ink-soft">
              {plainText(waiting.snippet)}
            </p>
          ) : null}
        </div>
      </div>
      {isEvent ? <Answers waiting={waiting} /> : null}
      {kind === 'announcement' ? <HaveRead waiting={waiting} /> : null}
    </article>
  )
}

/** One button: I have read it. */
function HaveRead({ waiting: { community, id, title } }: { waiting: Waiting }) {
  const { t } = useTranslation()
  const acknowledge = useAcknowledge()
  return (
    <div className="relative shrink-0 narrow:mt-3">
      <Button
        size="small"
        icon={<Eye aria-hidden className="size-4.5" />}
        aria-label={t('today.answer', { answer: t('ack.read'), title })}
        onPress={() => acknowledge.mutate({ community, post: id, on: true })}
      >
        {t('ack.read')}
      </Button>
      {acknowledge.error ? <Failure error={acknowledge.error} inline /> : null}
    </div>
  )
}

/** Whole days begin at midnight, which nobody has to be told. */
const isMidnight = (ms: number) => startOfDay(ms) === ms

/** The two usual answers, at once; a maybe or a word with it are on the event's page. */
function Answers({ waiting }: { waiting: Waiting }) {
  const { t } = useTranslation()
  const rsvp = useRsvpSet()
  const say = (answer: Answer) =>
    rsvp.mutate({
      community: waiting.community,
      event: waiting.id,
      occurrence: waiting.occurrence,
      answer,
      note: '',
    })
  return (
    <div className="relative flex shrink-0 flex-wrap gap-2 narrow:mt-3">
      <Button
        size="small"
        icon={<Check aria-hidden className="size-4.5" />}
        aria-label={t('today.answer', { answer: t('event.yes'), title: waiting.title })}
        onPress={() => say('yes')}
      >
        {t('event.yes')}
      </Button>
      <Button
        size="small"
        look="plain"
        icon={<X aria-hidden className="size-4.5" />}
        aria-label={t('today.answer', { answer: t('event.no'), title: waiting.title })}
        onPress={() => say('no')}
      >
        {t('event.no')}
      </Button>
      {rsvp.error ? <Failure error={rsvp.error} inline /> : null}
    </div>
  )
}
