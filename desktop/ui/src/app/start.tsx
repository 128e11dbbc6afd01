import { useQuery } from '@tanstack/react-query'
import { Navigate } from 'react-router'
import { Failure } from '@/components/failure'
import { communitiesQuery } from '@/features/communities/api'
import { lastCommunity } from './place'

/** Leads to the community that was open last, or to the welcome. */
export function Start() {
  const communities = useQuery(communitiesQuery())
  if (communities.error) return <Failure error={communities.error} retry={() => void communities.refetch()} />
  if (!communities.data) return null
  const last = lastCommunity(communities.data.items.map((community) => community.id))
  return <Navigate to={last ? `/c/${last}` : '/welcome'} replace />
}
