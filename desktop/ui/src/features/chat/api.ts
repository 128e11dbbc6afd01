import { type InfiniteData, infiniteQueryOptions, type QueryClient } from '@tanstack/react-query'
import type { Message, Page } from '@/generated/bindings'
import { call } from '@/node/door'
import type { NodeFailure } from '@/node/failure'
import { forget } from '@/node/notices'
import { nodeQuery, useNodeMutation } from '@/node/query'

/** Messages asked for at once. */
const PAGE_SIZE = 60
/** Pages kept at once: who scrolls through 100,000 messages holds no more than these. */
const MOST_PAGES = 10

/** Where a page of messages begins: at the newest, before or after a place, or at a moment. */
type From = { before?: string; after?: string; at_ms?: number }

/** The rooms of a community. */
export const roomsQuery = (community: string) => nodeQuery(['rooms', community], 'rooms', { community })

/** The topics of a room: open ones first, those with the latest message first. */
export const topicsQuery = (community: string, room: string) =>
  nodeQuery(['messages', community, room, 'topics'], 'topics', { community, room, limit: 100 })

/** One topic. */
export const topicQuery = (community: string, room: string, topic: string) =>
  nodeQuery(['messages', community, room, 'topic', topic], 'topic', { community, room, topic })

export const useTopicCreate = () =>
  useNodeMutation('topic_create', ({ community, room }) => [['messages', community, room]])

export const useTopicEdit = () =>
  useNodeMutation('topic_edit', ({ community, room }) => [['messages', community, room]])

export const useTopicResolve = () =>
  useNodeMutation('topic_resolve', ({ community, room }) => [['messages', community, room]])

/** The messages of a room, or of one topic in it, newest first: from the newest, or from a moment (ms since 1970), page by page both ways. */
export const messagesQuery = (community: string, room: string, topic: string | null, at: number | null) =>
  infiniteQueryOptions<Page<Message>, NodeFailure, { pages: Page<Message>[] }, (string | number)[], From>({
    queryKey: ['messages', community, room, topic ?? 'all', at ?? 'newest'],
    queryFn: ({ pageParam }) => call('messages', { community, room, topic, ...pageParam, limit: PAGE_SIZE }),
    initialPageParam: at === null ? {} : { at_ms: at },
    getNextPageParam: ({ next }) => (next ? { before: next } : undefined),
    getPreviousPageParam: ({ newer }) => (newer ? { after: newer } : undefined),
    maxPages: MOST_PAGES,
  })

/** What is kept on top of a room. */
export const pinsQuery = (community: string, room: string) =>
  nodeQuery(['messages', community, room, 'pins'], 'room_pins', { community, room })

/** Who can be called in a message. */
export const mentionableQuery = (community: string) =>
  nodeQuery(['members', community, 'mention'], 'members', { community, after: null, limit: 500 })

/** My communities, for what I may do in this one. */
export const communitiesQuery = () => nodeQuery(['communities'], 'communities', {})

export const useMessagePin = () =>
  useNodeMutation('message_pin', ({ community, room }) => [['messages', community, room]])

/** Remembers what was seen. */
export const useMarkRead = () => useNodeMutation('mark_read', ({ community }) => [['unread', community]])

export const useRoomCreate = () => useNodeMutation('room_create', ({ community }) => [['rooms', community]])

/** Puts my new message, as the node answered it, at the newest end of the lists it belongs to. */
export function keepMessage(queries: QueryClient, community: string, message: Message): void {
  const lists = message.topic ? ['all', message.topic.id] : ['all']
  for (const list of lists) {
    const queryKey = ['messages', community, message.room, list, 'newest']
    queries.setQueryData<InfiniteData<Page<Message>, From>>(queryKey, (old) => {
      const [first, ...rest] = old?.pages ?? []
      if (!old || !first || first.newer || first.items.some((one) => one.id === message.id)) return old
      return { ...old, pages: [{ ...first, items: [message, ...first.items] }, ...rest] }
    })
  }
  void forget(queries, [['messages', community, message.room]])
}

export const useMessageEdit = () =>
  useNodeMutation('message_edit', ({ community, room }) => [['messages', community, room]])

export const useMessageDelete = () =>
  useNodeMutation('message_delete', ({ community, room }) => [['messages', community, room]])

export const useMessageReact = () =>
  useNodeMutation('message_react', ({ community, room }) => [['messages', community, room]])

/** Lets a room notify me no more, or again. */
export const useRoomMute = () => useNodeMutation('room_mute', ({ community }) => [['rooms', community]])
