import type { QueryClient } from '@tanstack/react-query'
import type { CommentChanges } from '@/components/comment-row'
import type { Comment } from '@/generated/bindings'
import { forget } from '@/node/notices'
import { nodeQuery, useNodeMutation } from '@/node/query'

/** Rows asked for at once; the node gives at most this many. */
const LIMIT = 500

/** The agenda between two moments, earliest first. */
export const eventsQuery = (community: string, from_ms: number, to_ms: number) =>
  nodeQuery(['events', community, from_ms, to_ms], 'events', { community, from_ms, to_ms, limit: LIMIT })

/** An event's page. */
export const eventQuery = (community: string, event: string) =>
  nodeQuery(['event', community, event], 'event', { community, event })

export const useEventCreate = () =>
  useNodeMutation('event_create', ({ community }) => [['events', community]])

export const useEventEdit = () =>
  useNodeMutation('event_edit', ({ community, event }) => [['event', community, event]])

export const useEventCancel = () =>
  useNodeMutation('event_cancel', ({ community, event }) => [['event', community, event]])

export const useRsvpSet = () =>
  useNodeMutation('rsvp_set', ({ community, event }) => [['event', community, event]])

/** The whole agenda as a calendar file; made anew each time it is asked for. */
export const icsQuery = (community: string) => ({
  ...nodeQuery(['events', community, 'ics'], 'ics_export', { community }),
  staleTime: 0,
})

/** Looks into a calendar file; with `commit`, takes it over. */
export const useIcsImport = () =>
  useNodeMutation('ics_import', ({ community, commit }) => (commit ? [['events', community]] : []))

/** My communities, to see where I come at the same time. */
export const communitiesQuery = () => nodeQuery(['communities'], 'communities', {})

/** What is said about an event, oldest first. */
export const commentsQuery = (community: string, event: string) =>
  nodeQuery(['event', community, event, 'comments'], 'event_comments', { community, event })

/** Puts a comment that was written at the end of what is said about its event. */
export function keepComment(queries: QueryClient, community: string, event: string, comment: Comment): void {
  queries.setQueryData(commentsQuery(community, event).queryKey, (old) =>
    !old || old.items.some((one) => one.id === comment.id) ? old : { ...old, items: [...old.items, comment] },
  )
  void forget(queries, [['event', community, event]])
}

/** What can be done with a comment under an event. */
export const useCommentChanges = (): CommentChanges => ({
  edit: useNodeMutation('comment_edit', ({ community, post }) => [['event', community, post]]),
  remove: useNodeMutation('comment_delete', ({ community, post }) => [['event', community, post]]),
  react: useNodeMutation('comment_react', ({ community, post }) => [['event', community, post]]),
})

/** Takes a slot, asks to be replaced, or gives it back. */
export const useSlotTake = () =>
  useNodeMutation('slot_take', ({ community, event }) => [['event', community, event]])

/** Changes one date of a series. */
export const useOccurrenceEdit = () =>
  useNodeMutation('occurrence_edit', ({ community, event }) => [['event', community, event]])

/** The address under which a calendar program on this machine finds the agenda. */
export const feedQuery = (community: string) => ({
  ...nodeQuery(['feed', community], 'calendar_feed', { community, renew: false }),
  staleTime: 0,
})
