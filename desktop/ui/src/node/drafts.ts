/** What somebody was writing, kept on this device until it is sent. */
import { useCallback, useEffect, useRef } from 'react'
import type { PostKind } from '@/generated/bindings'
import { nodeQuery, useNodeMutation } from './query'

/** Under which name the draft of a new event is kept; those of posts see below; all others are kept under their room or post. */
export const EVENT_DRAFT = 'events'

/** Under which name the change of an old post or event is kept. */
export const changeOf = (id: string) => `change/${id}`

/** Under which name the draft of a new post is kept: a talk has its board's name. */
export const postDraft = (board: string, kind: PostKind) =>
  kind === 'discussion' ? board : `${board}/${kind}`

/** A draft is kept this long after the last letter, in ms; leaving keeps it at once. */
const KEEP_AFTER_MS = 600

/** What was being written there; asked once, so that typing is never overwritten. */
export const draftQuery = (community: string, place: string) => ({
  ...nodeQuery(['draft', community, place], 'draft_get', { community, place }),
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: 0,
})

/** Returns how to keep what is typed as the draft of a place, and how to let go of it: while it is sent, and once it was. */
export function useDraftKeeper(community: string, place: string) {
  const { mutate } = useNodeMutation('draft_set', () => [])
  const unkept = useRef<string>(undefined)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  const flush = useCallback(() => {
    clearTimeout(timer.current)
    if (unkept.current === undefined) return
    mutate({ community, place, text: unkept.current })
    unkept.current = undefined
  }, [mutate, community, place])
  const keep = useCallback(
    (text: string) => {
      unkept.current = text
      clearTimeout(timer.current)
      timer.current = setTimeout(flush, KEEP_AFTER_MS)
    },
    [flush],
  )
  /** Leaves what is kept as it is: what was typed is being sent. */
  const hold = useCallback(() => {
    clearTimeout(timer.current)
    unkept.current = undefined
  }, [])
  const forget = useCallback(() => {
    unkept.current = ''
    flush()
  }, [flush])
  useEffect(() => {
    window.addEventListener('pagehide', flush)
    return () => {
      window.removeEventListener('pagehide', flush)
      flush()
    }
  }, [flush])
  return { keep, hold, forget }
}
