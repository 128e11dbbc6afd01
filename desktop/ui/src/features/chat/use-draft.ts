import { useRef, useState } from 'react'
import { useDraftKeeper } from '@/node/drafts'
import type { Writing } from './writing'

/**
 * Returns the text that is being written and the ways to change it.
 *
 * A new message or an answer is kept as the room's draft; changing an old message is not, and gives the draft back.
 *
 * - `send` empties the field; the draft stays on disk until `sent` says that the message is.
 * - `giveBack` puts a refused text back, before what was typed meanwhile.
 * - `changed`: the change of an old message is kept.
 */
export function useDraft(community: string, place: string, kept: string | undefined, writing: Writing) {
  const keeper = useDraftKeeper(community, place)
  const [draft, setDraft] = useState<string>()
  const [change, setChange] = useState<{ id: string; text: string }>()
  const editing = writing.mode === 'edit' ? writing.message : undefined

  const text = editing ? (change?.id === editing.id ? change.text : editing.text) : (draft ?? kept ?? '')
  // What stands there now, for answers that come after this was drawn.
  const now = useRef('')
  now.current = draft ?? kept ?? ''
  const set = (next: string) => {
    now.current = next
    setDraft(next)
  }
  const setText = (next: string) => {
    if (editing) {
      setChange({ id: editing.id, text: next })
      return
    }
    set(next)
    keeper.keep(next)
  }
  const send = () => {
    set('')
    keeper.hold()
  }
  const sent = () => {
    if (now.current === '') keeper.forget()
  }
  const giveBack = (refused: string) => {
    const next = now.current === '' ? refused : `${refused}\n${now.current}`
    set(next)
    keeper.keep(next)
  }
  return { text, setText, send, sent, giveBack, changed: () => setChange(undefined) }
}
