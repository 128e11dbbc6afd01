import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { Loaded } from '@/components/loaded'
import { Screen } from '@/components/screen'
import type { Invite } from '@/generated/bindings'
import { communitiesQuery, invitesQuery } from './api'
import { InviteCard } from './invite-card'
import { InviteRow } from './invite-row'
import { InviteSheet } from './invite-sheet'
import { NewInvite } from './new-invite'
import { Requests } from './requests'

/** Invites somebody: makes a link with its square and code; lists what was made so far. */
export function Component() {
  const { t } = useTranslation()
  const heading = useId()
  const { community = '' } = useParams()
  const communities = useQuery(communitiesQuery())
  const invites = useQuery(invitesQuery(community))
  const [shown, setShown] = useState<Invite>()
  const here = communities.data?.items.find((one) => one.id === community)
  return (
    <Screen title={t('invite.title')} lead={here ? t('invite.lead', { name: here.name }) : null}>
      <Requests community={community} />
      {shown && here ? <InviteSheet community={here.name} invite={shown} /> : null}
      {shown ? (
        <InviteCard invite={shown} community={here?.name ?? ''} onAnother={() => setShown(undefined)} />
      ) : (
        <NewInvite community={community} role={here?.role ?? 'member'} onMade={setShown} />
      )}
      <section aria-labelledby={heading} className="mt-10 print:hidden">
        <h2 id={heading} className="mb-4 text-lg font-bold">
          {t('invite.list')}
        </h2>
        <Loaded
          query={invites}
          empty={{
            when: (page) => page.items.length === 0,
            show: <p className="text-ink-soft">{t('invite.empty')}</p>,
          }}
        >
          {(page) => (
            <ul aria-labelledby={heading} className="flex flex-col gap-2">
              {page.items.map((invite) => (
                <li key={invite.id}>
                  <InviteRow community={community} invite={invite} onShow={() => setShown(invite)} />
                </li>
              ))}
            </ul>
          )}
        </Loaded>
      </section>
    </Screen>
  )
}
