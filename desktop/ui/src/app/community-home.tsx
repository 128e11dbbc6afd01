import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Navigate, useParams } from 'react-router'
import { Screen } from '@/components/screen'
import { communitiesQuery } from '@/features/communities/api'
import { NARROW, useMedia } from '@/lib/use-media'
import { CommunityNav, GeneralNav } from './section-column'

/** The home of a community: its sections in the narrow layout; where there is room, its day at once. */
export function CommunityHome() {
  const { t } = useTranslation()
  const { community: id = '' } = useParams()
  const narrow = useMedia(NARROW)
  const communities = useQuery(communitiesQuery())
  const community = communities.data?.items.find((one) => one.id === id)
  if (!narrow) return <Navigate to={`/c/${id}/today`} replace />
  if (!community) return null
  return (
    <Screen title={community.name} lead={t('communities.members', { count: community.members })}>
      <div className="flex flex-col gap-4">
        <CommunityNav community={community} />
        <GeneralNav />
      </div>
    </Screen>
  )
}
