import { CalendarDays, TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/button'
import { EmptyState } from '@/components/empty-state'
import { Failure } from '@/components/failure'
import type { IcsEvent, IcsImported } from '@/generated/bindings'
import { useDateWords } from '@/lib/dates'
import type { NodeFailure } from '@/node/failure'

type Props = {
  found: IcsImported
  busy: boolean
  error: NodeFailure | null
  onTake: () => void
  onAgain: () => void
}

/** What a calendar file holds, before anything is taken over: each event, and what is wrong with it. */
export function ImportReport({ found, busy, error, onTake, onAgain }: Props) {
  const { t } = useTranslation()
  const noted = found.events.filter((event) => event.problem !== null).length
  if (found.events.length === 0) {
    return (
      <EmptyState
        icon={<CalendarDays className="size-7" />}
        title={t('import.nothing')}
        text={t('import.nothingText')}
        action={<Button onPress={onAgain}>{t('import.another')}</Button>}
      />
    )
  }
  return (
    <div className="flex flex-col gap-6">
      <div
        role="status"
        className="flex flex-wrap items-center gap-x-6 gap-y-3 rounded-xl bg-brand-soft p-6 narrow:p-4"
      >
        <div className="min-w-0 flex-1 basis-60">
          <p className="text-lg font-bold">{t('import.found', { count: found.events.length })}</p>
          {noted > 0 ? <p>{t('import.noted', { count: noted })}</p> : null}
          <p className="text-sm">{t('import.notYet')}</p>
          {found.lost.length > 0 ? (
            <p className="text-sm">{t('import.lostOfFile', { names: found.lost.join(', ') })}</p>
          ) : null}
        </div>
        <div className="flex flex-wrap gap-3">
          <Button onPress={onAgain}>{t('import.another')}</Button>
          <Button look="primary" onPress={onTake} isDisabled={busy || noted === found.events.length}>
            {busy ? t('common.saving') : t('import.take')}
          </Button>
        </div>
      </div>
      {error ? <Failure error={error} inline /> : null}
      <ul aria-label={t('import.list')} className="flex flex-col gap-2">
        {found.events.map((event, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a file has no ids, and its order never changes
          <Found key={index} event={event} number={index + 1} />
        ))}
      </ul>
    </div>
  )
}

function Found({ event, number }: { event: IcsEvent; number: number }) {
  const { t } = useTranslation()
  const dates = useDateWords()
  return (
    <li className="rounded-lg border border-line bg-panel px-5 py-3 shadow-card">
      <p dir="auto" className="font-semibold">
        {event.title || t('import.untitled', { number })}
      </p>
      {event.start_ms > 0 ? (
        <p className="text-sm text-ink-soft">
          {event.all_day ? dates.wideDay(event.start_ms) : dates.full(event.start_ms)}
        </p>
      ) : null}
      {event.problem === null ? null : (
        <p className="mt-1 flex gap-2 text-sm text-warm-ink">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span className="min-w-0">
            {t(`import.problem.${event.problem}`)}
            {event.fault === null ? null : (
              <code dir="ltr" className="ml-2 rounded-sm bg-warm-soft px-1 break-all">
                {event.fault}
              </code>
            )}
          </span>
        </p>
      )}
      {event.problem === null && event.lost.length > 0 ? (
        <p className="mt-1 text-sm text-ink-soft">{t('import.lost', { names: event.lost.join(', ') })}</p>
      ) : null}
    </li>
  )
}
