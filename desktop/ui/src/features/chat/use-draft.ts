import { useCallback, useEffect, useRef, useState } from 'react'
import { useDraftSet } from './api'
import type { Writing } from './room-screen'

/** A draft is kept this long after the last letter, in ms; leaving keeps it at once. */
const KEEP_AFTER_MS = 600

/**
 * Returns the text that is being written, a way to change it and a way to forget it.
 *
 * A new message or an answer is kept as the room's draft; changing an old message is not, and gives the draft back.
 */
export function useDraft(community: string, place: string, kept: string | undefined, writing: Writing) {
  const { mutate } = useDraftSet()
  const [draft, setDraft] = useState<string>()
  const [change, setChange] = useState<{ id: string; text: string }>()
  const unkept = useRef<string>(undefined)
  const editing = writing.mode === 'edit' ? writing.message : undefined

  const keep = useCallback(() => {
    if (unkept.current === undefined) return
    mutate({ community, place, text: unkept.current })
    unkept.current = undefined
  }, [mutate, community, place])
  useEffect(() => {
    if (draft === undefined) return
    const timer = setTimeout(keep, KEEP_AFTER_MS)
    return () => clearTimeout(timer)
  }, [draft, keep])
  useEffect(() => keep, [keep])

  const text = editing ? (change?.id === editing.id ? change.text : editing.text) : (draft ?? kept ?? '')
  const setText = (next: string) => {
    if (editing) {
      setChange({ id: editing.id, text: next })
      return
    }
    setDraft(next)
    unkept.current = next
  }
  const forget = () => {
    if (editing) {
      setChange(undefined)
      return
    }
    setDraft('')
    unkept.current = ''
    keep()
  }
  return [text, setText, forget] as const
}
