import { nodeQuery, useNodeMutation } from '@/node/query'

/** The invitations of a community, newest first. */
export const invitesQuery = (community: string) =>
  nodeQuery(['invites', community], 'invite_list', { community })

/** My communities, for the name of this one. */
export const communitiesQuery = () => nodeQuery(['communities'], 'communities', {})

export const useInviteCreate = () =>
  useNodeMutation('invite_create', ({ community }) => [['invites', community]])

export const useInviteRevoke = () =>
  useNodeMutation('invite_revoke', ({ community }) => [['invites', community]])

/** Who waits at the door for a yes. */
export const requestsQuery = (community: string) =>
  nodeQuery(['invites', community, 'requests'], 'join_requests', { community })

/** Lets somebody in who waits, or sends them away. */
export const useJoinAnswer = () =>
  useNodeMutation('join_answer', ({ community }) => [
    ['invites', community],
    ['members', community],
  ])
