import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams } from 'react-router'
import { Loaded } from '@/components/loaded'
import { Screen } from '@/components/screen'
import { eventQuery, useEventEdit } from './api'
import { EventForm } from './event-form'

/** Changes an event. */
export function Component() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { community = '', event: id = '' } = useParams()
  const event = useQuery(eventQuery(community, id))
  const edit = useEventEdit()
  const back = () => void navigate(`/c/${community}/agenda/${id}`, { replace: true })
  return (
    <Screen title={t('eventForm.edit')}>
      <Loaded query={event}>
        {(page) => (
          <EventForm
            community={community}
            event={page}
            submit={t('common.save')}
            busy={edit.isPending}
            error={edit.error}
            onCancel={back}
            onSubmit={(text) => edit.mutate({ community, event: id, ...text }, { onSuccess: back })}
          />
        )}
      </Loaded>
    </Screen>
  )
}
