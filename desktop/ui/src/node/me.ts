/** Who I am in a community, as far as this device remembers it already. */
import { useQuery } from '@tanstack/react-query'
import { nodeQuery } from './query'

/** Returns my profile there; undefined until the node has answered. */
export function useMe(community: string) {
  return useQuery(nodeQuery(['profile', community, null], 'profile_get', { community, person: null })).data
}
