import { useCallback, useRef, useState } from 'react'
import type { Message } from '@/generated/bindings'
import { useMarkRead } from './api'

/**
 * Follows what has been seen in a room, or in one topic.
 *
 * `firstNew` is the message over which "new messages" stands: fixed when the room is opened. `seen` is called when the
 * newest message is on screen; it tells the node once per message.
 */
export function useReadMark(
  community: string,
  place: string,
  unread: number | undefined,
  oldestFirst: Message[],
) {
  const { mutate } = useMarkRead()
  const [firstNew, setFirstNew] = useState<string | null>()
  const told = useRef(0)
  if (firstNew === undefined && unread !== undefined && oldestFirst.length > 0) {
    const others = oldestFirst.filter((message) => !message.mine)
    setFirstNew(unread > 0 ? (others.at(-unread)?.id ?? others[0]?.id ?? null) : null)
  }
  const newest = oldestFirst.at(-1)?.time_ms
  const seen = useCallback(() => {
    if (newest === undefined || newest <= told.current || document.visibilityState === 'hidden') return
    told.current = newest
    mutate({ community, place, time_ms: newest })
  }, [mutate, community, place, newest])
  return { firstNew: firstNew ?? null, seen }
}
