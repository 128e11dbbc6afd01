import { nodeQuery, useNodeMutation } from '@/node/query'

/** Rows asked for at once; the node gives at most this many. */
const LIMIT = 500

/** The agenda between two moments, earliest first. */
export const eventsQuery = (community: string, from_ms: number, to_ms: number) =>
  nodeQuery(['events', community, from_ms, to_ms], 'events', { community, from_ms, to_ms, limit: LIMIT })

/** An event's page. */
export const eventQuery = (community: string, event: string) =>
  nodeQuery(['event', community, event], 'event', { community, event })

/** My profile, to know which answer is mine. */
export const meQuery = (community: string) =>
  nodeQuery(['profile', community, null], 'profile_get', { community, person: null })

/** The members, for the colours of those who answered. */
export const membersQuery = (community: string) =>
  nodeQuery(['members', community, 'colors'], 'members', { community, after: null, limit: LIMIT })

export const useEventCreate = () =>
  useNodeMutation('event_create', ({ community }) => [['events', community]])

export const useEventEdit = () =>
  useNodeMutation('event_edit', ({ community, event }) => [['event', community, event]])

export const useEventCancel = () =>
  useNodeMutation('event_cancel', ({ community, event }) => [['event', community, event]])

export const useRsvpSet = () =>
  useNodeMutation('rsvp_set', ({ community, event }) => [['event', community, event]])
