import { infiniteQueryOptions } from '@tanstack/react-query'
import type { Message, Page } from '@/generated/bindings'
import { call } from '@/node/door'
import type { NodeFailure } from '@/node/failure'
import { nodeQuery, useNodeMutation } from '@/node/query'

/** Messages asked for at once. */
const PAGE_SIZE = 50

/** The rooms of a community. */
export const roomsQuery = (community: string) => nodeQuery(['rooms', community], 'rooms', { community })

/** The messages of a room, newest first, page by page towards the past. */
export const messagesQuery = (community: string, room: string) =>
  infiniteQueryOptions<Page<Message>, NodeFailure, { pages: Page<Message>[] }, string[], string | null>({
    queryKey: ['messages', community, room],
    queryFn: ({ pageParam }) => call('messages', { community, room, before: pageParam, limit: PAGE_SIZE }),
    initialPageParam: null,
    getNextPageParam: (last) => last.next,
  })

/** What was being written in a room; asked once, so that typing is never overwritten. */
export const draftQuery = (community: string, place: string) => ({
  ...nodeQuery(['draft', community, place], 'draft_get', { community, place }),
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: 0,
})

/** Keeps what is being written. */
export const useDraftSet = () => useNodeMutation('draft_set', () => [])

/** Remembers what was seen. */
export const useMarkRead = () => useNodeMutation('mark_read', ({ community }) => [['unread', community]])

export const useRoomCreate = () => useNodeMutation('room_create', ({ community }) => [['rooms', community]])

export const useMessageWrite = () =>
  useNodeMutation('message_write', ({ community, room }) => [['messages', community, room]])

export const useMessageEdit = () =>
  useNodeMutation('message_edit', ({ community, room }) => [['messages', community, room]])

export const useMessageDelete = () =>
  useNodeMutation('message_delete', ({ community, room }) => [['messages', community, room]])

export const useMessageReact = () =>
  useNodeMutation('message_react', ({ community, room }) => [['messages', community, room]])
