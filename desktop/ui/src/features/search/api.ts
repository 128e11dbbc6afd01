import { keepPreviousData } from '@tanstack/react-query'
import { nodeQuery } from '@/node/query'

/** Hits asked for at once. */
const LIMIT = 100

/** My communities, to choose where to look. */
export const communitiesQuery = () => nodeQuery(['communities'], 'communities', {})

/** What is found for a few words; the hits of the words before stay until the new ones are there. */
export const searchQuery = (query: string, community: string | null) => ({
  ...nodeQuery(['search', query, community], 'search', { query, community, limit: LIMIT }),
  enabled: query !== '',
  placeholderData: keepPreviousData,
})
