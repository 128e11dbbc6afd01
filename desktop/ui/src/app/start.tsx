import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Navigate } from 'react-router'
import { Failure } from '@/components/failure'
import { communitiesQuery } from '@/features/communities/api'
import { lastCommunity } from './place'

/** Leads to the community that was open last, or to the welcome. */
export function Start() {
  const { t } = useTranslation()
  const communities = useQuery(communitiesQuery())
  if (communities.error) {
    return (
      <main className="grid h-full place-items-center p-6">
        <title>{t('app.name')}</title>
        <div>
          <h1 className="sr-only">{t('app.name')}</h1>
          <Failure error={communities.error} retry={() => void communities.refetch()} />
        </div>
      </main>
    )
  }
  // One that was joined a moment ago is in the answer that is on its way.
  if (!communities.data || (communities.isFetching && communities.data.items.length === 0)) return null
  const last = lastCommunity(communities.data.items.map((community) => community.id))
  return <Navigate to={last ? `/c/${last}` : '/welcome'} replace />
}
