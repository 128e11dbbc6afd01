import { useTranslation } from 'react-i18next'
import { useLocation, useNavigate, useParams, useSearchParams } from 'react-router'
import { Screen } from '@/components/screen'
import { DAY_MS, dayKey } from '@/lib/dates'
import { dayOr } from '@/lib/days'
import { handedOver } from '@/lib/hand-over'
import { useEventCreate } from './api'
import { EventForm } from './event-form'

/** Writes a new event, on the day of `?day=`, with the words that another screen handed over. */
export function Component() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { community = '' } = useParams()
  const [search] = useSearchParams()
  const { state } = useLocation()
  const create = useEventCreate()
  const tomorrow = dayKey(Date.now() + DAY_MS)
  const { title, text } = handedOver(state)
  return (
    <Screen title={t('eventForm.create')}>
      <EventForm
        community={community}
        begin={{ day: dayOr(search.get('day'), tomorrow), title, description: text }}
        submit={t('eventForm.submit')}
        busy={create.isPending}
        error={create.error}
        onCancel={() => void navigate(`/c/${community}/agenda`)}
        onSubmit={(text) =>
          create.mutate(
            { community, ...text },
            { onSuccess: ({ id }) => void navigate(`/c/${community}/agenda/${id}`, { replace: true }) },
          )
        }
      />
    </Screen>
  )
}
