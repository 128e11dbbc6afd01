import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useLocation, useNavigate, useParams, useSearchParams } from 'react-router'
import { Loaded } from '@/components/loaded'
import { Screen } from '@/components/screen'
import { DAY_MS, dayKey } from '@/lib/dates'
import { dayOr } from '@/lib/days'
import { handedOver } from '@/lib/hand-over'
import { draftQuery, EVENT_DRAFT, useDraftKeeper } from '@/node/drafts'
import { useUnderWay } from '@/node/query'
import { useEventCreate } from './api'
import { EventForm, readValues } from './event-form'

/** Writes a new event, on the day of `?day=`, with the words that another screen handed over; what was begun is kept. */
export function Component() {
  const { t } = useTranslation()
  const { community = '' } = useParams()
  const draft = useQuery(draftQuery(community, EVENT_DRAFT))
  return (
    <Screen title={t('eventForm.create')}>
      <Loaded query={draft}>{({ text }) => <Create community={community} draft={text} />}</Loaded>
    </Screen>
  )
}

function Create({ community, draft }: { community: string; draft: string }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [search] = useSearchParams()
  const { state } = useLocation()
  const create = useEventCreate()
  const underWay = useUnderWay('event_create')
  const keeper = useDraftKeeper(community, EVENT_DRAFT)
  const { title, text } = handedOver(state)
  const kept = text === '' ? readValues(draft) : undefined
  const day = search.get('day')
  const begun = { day: dayOr(day, dayKey(Date.now() + DAY_MS)), title, description: text }
  return (
    <>
      {kept ? (
        <p role="status" className="mb-4 rounded-lg bg-brand-soft px-4 py-3 text-brand-ink">
          {t('post.restored')}
        </p>
      ) : null}
      <EventForm
        community={community}
        begin={kept ? { ...kept, ...(day ? { day: begun.day } : {}) } : begun}
        submit={t('eventForm.submit')}
        busy={create.isPending}
        error={create.error}
        onChange={(values) => keeper.keep(JSON.stringify(values))}
        onCancel={() => {
          keeper.forget()
          void navigate(`/c/${community}/agenda`)
        }}
        onSubmit={(event) => {
          if (underWay()) return
          create.mutate(
            { community, ...event },
            {
              onSuccess: ({ id }) => {
                keeper.forget()
                void navigate(`/c/${community}/agenda/${id}`, { replace: true })
              },
            },
          )
        }}
      />
    </>
  )
}
