import { infiniteQueryOptions } from '@tanstack/react-query'
import type { Member, Page, ProfileAudience } from '@/generated/bindings'
import { call } from '@/node/door'
import type { NodeFailure } from '@/node/failure'
import { nodeQuery, useNodeMutation } from '@/node/query'

/** Members asked for at once. */
const PAGE_SIZE = 200

/** The members of a community, by name, page by page. */
export const membersQuery = (community: string) =>
  infiniteQueryOptions<Page<Member>, NodeFailure, { pages: Page<Member>[] }, string[], string | null>({
    queryKey: ['members', community],
    queryFn: ({ pageParam }) => call('members', { community, after: pageParam, limit: PAGE_SIZE }),
    initialPageParam: null,
    getNextPageParam: (last) => last.next,
  })

/** Who sees what of a profile of which nothing was said: all members. */
export const EVERYBODY: ProfileAudience = {
  about: 'members',
  languages: 'members',
  can_help: 'members',
  wants_to_learn: 'members',
  contact: 'members',
}

/** A person's profile; null is mine. */
export const profileQuery = (community: string, person: string | null) =>
  nodeQuery(['profile', community, person], 'profile_get', { community, person })

/** Writes my profile. */
export const useProfileSet = () =>
  useNodeMutation('profile_set', ({ community }, { person }) => [['profile', community, person]])

/** My communities, for what I may do in this one. */
export const communitiesQuery = () => nodeQuery(['communities'], 'communities', {})

export const useMemberRole = () => useNodeMutation('member_role', ({ community }) => [['members', community]])

export const useMemberRemove = () =>
  useNodeMutation('member_remove', ({ community }) => [['members', community]])
