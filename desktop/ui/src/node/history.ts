import { useQuery } from '@tanstack/react-query'
import { nodeQuery } from './query'

/** What a post, message or comment said before, oldest first; asked for anew whenever somebody looks. */
export const useHistory = (community: string, id: string, isLooking: boolean) =>
  useQuery({
    ...nodeQuery(['history', community, id], 'history', { community, id }),
    staleTime: 0,
    enabled: isLooking,
  })
