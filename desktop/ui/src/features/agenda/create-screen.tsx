import { useTranslation } from 'react-i18next'
import { useNavigate, useParams } from 'react-router'
import { Screen } from '@/components/screen'
import { useEventCreate } from './api'
import { EventForm } from './event-form'

/** Writes a new event. */
export function Component() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { community = '' } = useParams()
  const create = useEventCreate()
  return (
    <Screen title={t('eventForm.create')}>
      <EventForm
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
