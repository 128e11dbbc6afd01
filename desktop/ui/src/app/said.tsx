import { type MutationCacheNotifyEvent, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TextKey } from '@/i18n'
import type { Command } from '@/node/transport'

/** What is said once a command is durable. What the screen itself says, or what is too small to be told, is not here. */
const words: Partial<Record<Command, TextKey>> = {
  message_write: 'said.written',
  comment_write: 'said.written',
  event_comment: 'said.written',
  post_write: 'said.written',
  event_create: 'said.written',
  topic_create: 'said.written',
  room_create: 'said.written',
  board_create: 'said.written',
  message_edit: 'said.saved',
  comment_edit: 'said.saved',
  post_edit: 'said.saved',
  event_edit: 'said.saved',
  occurrence_edit: 'said.saved',
  topic_edit: 'said.saved',
  topic_resolve: 'said.saved',
  profile_set: 'said.saved',
  settings_set: 'said.saved',
  rsvp_set: 'said.saved',
  slot_take: 'said.saved',
  member_role: 'said.saved',
  answer_accept: 'said.saved',
  post_acknowledge: 'said.saved',
  post_close: 'said.saved',
  post_pin: 'said.saved',
  message_pin: 'said.saved',
  room_mute: 'said.saved',
  board_mute: 'said.saved',
  visit_mark: 'said.saved',
  message_delete: 'said.removed',
  comment_delete: 'said.removed',
  post_delete: 'said.removed',
  invite_revoke: 'said.removed',
}

/** Tells a screen reader that what was asked for is done, without moving the focus. Failures tell themselves. */
export function Said() {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [said, setSaid] = useState<{ times: number; text: TextKey }>()
  useEffect(
    () =>
      queries.getMutationCache().subscribe((event) => {
        const text = wordsOf(event)
        if (text) setSaid((before) => ({ times: (before?.times ?? 0) + 1, text }))
      }),
    [queries],
  )
  return (
    <div role="status" className="sr-only">
      {/* The same words once more are a new line: else they would not be read again. */}
      {said ? <p key={said.times}>{t(said.text)}</p> : null}
    </div>
  )
}

function wordsOf(event: MutationCacheNotifyEvent): TextKey | undefined {
  if (event.type !== 'updated' || event.action.type !== 'success') return undefined
  return words[event.mutation.meta?.command as Command]
}
