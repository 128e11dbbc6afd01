import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, type RefObject, useId, useState } from 'react'
import { flushSync } from 'react-dom'
import type { Member } from '@/generated/bindings'
import { mentionableQuery } from './api'
import { optionId } from './mention-list'
import { candidates, complete, mentioned, typingAt } from './mentions'

/** Follows the name that is being typed in a field, and puts the chosen one in. */
export function useMentions(
  community: string,
  field: RefObject<HTMLTextAreaElement | null>,
  text: string,
  setText: (text: string) => void,
) {
  const list = useId()
  const members = useQuery(mentionableQuery(community))
  const [caret, setCaret] = useState<number>()
  const [active, setActive] = useState(0)
  const typing = caret === undefined ? null : typingAt(text, caret)
  const people = typing ? candidates(members.data?.items ?? [], typing) : []
  const open = typing !== null && people.length > 0

  const choose = (member: Member) => {
    if (!typing) return
    const next = complete(text, typing, member.name)
    // At once: a caret set a frame later would land in the middle of what is typed meanwhile.
    flushSync(() => {
      setText(next.text)
      setCaret(undefined)
    })
    field.current?.focus()
    field.current?.setSelectionRange(next.caret, next.caret)
  }
  /** Returns whether the key was for the names on offer. */
  const onKeyDown = (event: KeyboardEvent): boolean => {
    if (!open) return false
    const member = people[Math.min(active, people.length - 1)]
    if (event.key === 'ArrowDown') setActive((active + 1) % people.length)
    else if (event.key === 'ArrowUp') setActive((active + people.length - 1) % people.length)
    else if (event.key === 'Escape') setCaret(undefined)
    else if ((event.key === 'Enter' || event.key === 'Tab') && member) choose(member)
    else return false
    event.preventDefault()
    return true
  }
  /** To be called whenever the text or the caret may have moved. */
  const follow = () => {
    const position = field.current?.selectionEnd ?? undefined
    if (position !== caret) setActive(0)
    setCaret(position)
  }
  return {
    open,
    list,
    people,
    active: Math.min(active, Math.max(0, people.length - 1)),
    choose,
    onKeyDown,
    follow,
    leave: () => setCaret(undefined),
    /** Who is called in what is sent. */
    called: (sent: string) => mentioned(sent, members.data?.items ?? []).slice(0, 50),
    /** What a screen reader is told about the field. */
    aria: open
      ? {
          'aria-controls': list,
          'aria-activedescendant': optionId(list, Math.min(active, people.length - 1)),
        }
      : {},
  }
}
