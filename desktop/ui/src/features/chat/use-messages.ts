import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { messagesQuery } from './api'

/**
 * Returns the messages of a room, or of one topic in it, that are held, oldest first, and the ways to more of them.
 *
 * - `at`: where to begin, in ms since 1970; null for the newest.
 * - `older`, `newer`: ask for more on that side; undefined where there is none.
 * - `isNewest`: whether the newest message of the room is among them.
 */
export function useMessages(community: string, room: string, topic: string | null, at: number | null) {
  const queries = useQueryClient()
  const options = messagesQuery(community, room, topic, at)
  const query = useInfiniteQuery(options)
  const oldestFirst = useMemo(
    () => query.data?.pages.flatMap((page) => page.items).reverse() ?? [],
    [query.data],
  )
  const busy = query.isFetchingNextPage || query.isFetchingPreviousPage
  return {
    query,
    oldestFirst,
    isNewest: !query.hasPreviousPage,
    older: query.hasNextPage ? () => void (busy || query.fetchNextPage()) : undefined,
    newer: query.hasPreviousPage ? () => void (busy || query.fetchPreviousPage()) : undefined,
    /** Forgets what is held and begins at the newest again. */
    restart: () => void queries.resetQueries({ queryKey: options.queryKey }),
  }
}
