import { useState } from 'react'
import { useDraftKeeper } from '@/node/drafts'
import type { Writing } from './writing'

/**
 * Returns the text that is being written, a way to change it and a way to forget it.
 *
 * A new message or an answer is kept as the room's draft; changing an old message is not, and gives the draft back.
 */
export function useDraft(community: string, place: string, kept: string | undefined, writing: Writing) {
  const keeper = useDraftKeeper(community, place)
  const [draft, setDraft] = useState<string>()
  const [change, setChange] = useState<{ id: string; text: string }>()
  const editing = writing.mode === 'edit' ? writing.message : undefined

  const text = editing ? (change?.id === editing.id ? change.text : editing.text) : (draft ?? kept ?? '')
  const setText = (next: string) => {
    if (editing) {
      setChange({ id: editing.id, text: next })
      return
    }
    setDraft(next)
    keeper.keep(next)
  }
  const forget = () => {
    if (editing) {
      setChange(undefined)
      return
    }
    setDraft('')
    keeper.forget()
  }
  return [text, setText, forget] as const
}
