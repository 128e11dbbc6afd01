import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams } from 'react-router'
import { KeptChange } from '@/components/kept-change'
import { Loaded } from '@/components/loaded'
import { Screen } from '@/components/screen'
import { changeOf, draftQuery } from '@/node/drafts'
import { eventQuery, useEventEdit } from './api'
import { EventForm, kept, valuesOf } from './event-form'

/** Changes an event; what was begun is kept. */
export function Component() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { community = '', event: id = '' } = useParams()
  const event = useQuery(eventQuery(community, id))
  const edit = useEventEdit()
  const draft = useQuery(draftQuery(community, changeOf(id)))
  const back = () => void navigate(`/c/${community}/agenda/${id}`, { replace: true })
  return (
    <Screen title={t('eventForm.edit')}>
      <Loaded query={event}>
        {(page) => (
          <KeptChange
            community={community}
            id={id}
            draft={draft}
            current={valuesOf(page)}
            schema={kept}
            busy={edit.isPending}
          >
            {({ initial, keep, forget }) => (
              <EventForm
                community={community}
                event={page}
                begin={initial}
                submit={t('common.save')}
                busy={edit.isPending}
                error={edit.error}
                onChange={keep}
                onCancel={() => {
                  forget()
                  back()
                }}
                onSubmit={(text) =>
                  edit.mutate(
                    { community, event: id, ...text },
                    {
                      onSuccess: () => {
                        forget()
                        back()
                      },
                    },
                  )
                }
              />
            )}
          </KeptChange>
        )}
      </Loaded>
    </Screen>
  )
}
