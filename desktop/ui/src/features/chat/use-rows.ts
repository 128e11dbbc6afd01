import { useCallback, useMemo, useState } from 'react'
import type { Message } from '@/generated/bindings'
import { useMe } from '@/node/me'
import { useUnderWay } from '@/node/under-way'

/** A message as a row of the list. */
export type Row = Message & {
  /** Names the row for as long as the room is shown: it stays when the message gets its id. */
  row?: string
  /** Whether it is not on the disk of this machine yet. */
  underWay?: boolean
}

/** Returns the name of a row in its list. */
export const rowKey = (row: Row) => row.row ?? row.id

/**
 * Returns the rows of a room, oldest first: `kept`, then what I just wrote and is under way.
 *
 * `arrived` is to be called with the id that a message under way has got, before it is among `kept`.
 */
export function useRows(
  community: string,
  room: string,
  topic: string | null,
  kept: readonly Message[],
  isNewest: boolean,
) {
  const me = useMe(community)
  const sent = useUnderWay('message_write', [community, room])
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map())
  const arrived = useCallback(
    (id: string, row: string) => setNames((old) => new Map([...old, [id, row]])),
    [],
  )
  const rows = useMemo(() => {
    const named = names.size === 0 ? kept : kept.map((one) => ({ ...one, row: names.get(one.id) ?? one.id }))
    if (!me || !isNewest) return named
    const about = topic === null ? null : (kept.find((one) => one.topic?.id === topic)?.topic ?? null)
    const last = kept.at(-1)?.time_ms ?? 0
    const fresh = sent
      .filter(({ input }) => topic === null || input.topic === topic)
      .map(({ key, input, at_ms }): Row => {
        const answered = kept.find((one) => one.id === input.reply_to)
        return {
          id: key,
          row: key,
          underWay: true,
          room,
          author: me.person,
          author_name: me.name,
          color: me.color,
          time_ms: Math.max(at_ms, last),
          text: input.text,
          edited: false,
          deleted: false,
          reply_to: answered
            ? { id: answered.id, author_name: answered.author_name, snippet: answered.text }
            : null,
          topic: about && { ...about, opens: false },
          mentions: input.mentions,
          reactions: [],
          mine: true,
          copies: 0,
          provisional: false,
        }
      })
    return fresh.length === 0 ? named : [...named, ...fresh]
  }, [kept, names, me, isNewest, sent, topic, room])
  return { rows: rows as readonly Row[], arrived }
}
