import { nodeQuery, useNodeMutation } from '@/node/query'

/** What is new, what waits, what is on: in one community. */
export const todayQuery = (community: string) => nodeQuery(['today', community], 'today', { community })

/** Remembers that I was here. */
export const useVisitMark = () => useNodeMutation('visit_mark', () => [['all']])

/** Answers an event from its card. */
export const useRsvpSet = () =>
  useNodeMutation('rsvp_set', ({ community, event }) => [['event', community, event]])

/** Says that I have read an announcement, from its card. */
export const useAcknowledge = () =>
  useNodeMutation('post_acknowledge', ({ community, post }) => [['thread', community, post]])
