import { useQuery } from '@tanstack/react-query'
import { Check, X } from 'lucide-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { Avatar } from '@/components/avatar'
import { Button } from '@/components/button'
import { Failure } from '@/components/failure'
import { useDateWords } from '@/lib/dates'
import { colorOf } from '@/lib/initials'
import { requestsQuery, useJoinAnswer } from './api'

/** Who knocks and waits for a yes; nothing where nobody does. */
export function Requests({ community }: { community: string }) {
  const { t } = useTranslation()
  const dates = useDateWords()
  const id = useId()
  const requests = useQuery(requestsQuery(community))
  const answer = useJoinAnswer()
  const waiting = requests.data?.items ?? []
  if (waiting.length === 0) return null
  return (
    <section
      aria-labelledby={id}
      className="mb-8 rounded-xl print:hidden bg-warm-soft p-6 text-warm-ink narrow:p-4"
    >
      <h2 id={id} className="mb-4 text-lg font-bold">
        {t('invite.waiting', { count: waiting.length })}
      </h2>
      <ul aria-labelledby={id} className="flex flex-col gap-4">
        {waiting.map(({ person, name, time_ms }) => (
          <li key={person} className="flex flex-wrap items-center gap-x-4 gap-y-2">
            <Avatar name={name} color={colorOf(person)} />
            <div className="min-w-0 flex-1 basis-40">
              <p dir="auto" className="font-semibold break-words">
                {name}
              </p>
              <p className="text-sm">{t('invite.since', { date: dates.full(time_ms) })}</p>
            </div>
            <div className="flex gap-2">
              <Button
                size="small"
                icon={<Check aria-hidden className="size-4.5" />}
                aria-label={t('invite.admitThis', { name })}
                isDisabled={answer.isPending}
                onPress={() => answer.mutate({ community, person, admit: true })}
              >
                {t('invite.admit')}
              </Button>
              <Button
                size="small"
                look="plain"
                icon={<X aria-hidden className="size-4.5" />}
                aria-label={t('invite.refuseThis', { name })}
                isDisabled={answer.isPending}
                onPress={() => answer.mutate({ community, person, admit: false })}
              >
                {t('invite.refuse')}
              </Button>
            </div>
          </li>
        ))}
      </ul>
      {answer.error ? <Failure error={answer.error} inline /> : null}
    </section>
  )
}
