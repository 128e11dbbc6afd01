import type { Look } from '@/generated/bindings'
import { nodeQuery, useNodeMutation } from '@/node/query'

/** Whether there are words yet, and whether they were written down. */
export const statusQuery = () => nodeQuery(['status'], 'status', {})

/** My communities: without any, there is nothing to go back to. */
export const communitiesQuery = () => nodeQuery(['communities'], 'communities', {})

/** Makes the recovery words, or shows them again while they are not checked. */
export const usePhraseNew = () => useNodeMutation('phrase_new', () => [['status']])

export const usePhraseCheck = () => useNodeMutation('phrase_check', () => [['status']])

export const useCommunityCreate = () =>
  useNodeMutation('community_create', () => [['communities'], ['status']])

export const useJoinStart = () => useNodeMutation('join_start', () => [])

/** How often a running look is asked for, in ms. */
const LOOK_POLL_MS = 700

/** What an invitation leads to, asked of a member; only where the person wants to know. */
export const lookQuery = (link: string, address: string | null) => ({
  ...nodeQuery(['look', link, address], 'invite_look', { link, address }),
  refetchInterval: (query: { state: { data?: Look | undefined } }) =>
    query.state.data?.state === 'looking' ? LOOK_POLL_MS : (false as const),
})

export const useJoinCancel = () => useNodeMutation('join_cancel', ({ id }) => [['join', id]])

/** How often a running join is asked for, in ms; notices make it quicker. */
const JOIN_POLL_MS = 2000

/** How far a join is. */
export const joinQuery = (id: string) => ({
  ...nodeQuery(['join', id], 'join_status', { id }),
  refetchInterval: JOIN_POLL_MS,
})

/** What a link, a code or the text of a file says, without asking anybody. */
export const linkQuery = (link: string) => ({
  ...nodeQuery(['link', link], 'link_read', { link }),
  enabled: link !== '',
})

/** Makes the example community, on this machine alone. */
export const useExampleCreate = () => useNodeMutation('example_create', () => [['communities'], ['status']])
