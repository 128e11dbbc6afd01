import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Message } from '@/generated/bindings'

/** At most one announcement in this time, in ms. */
const QUIET_MS = 5000

/** Tells a screen reader what has arrived, in one sentence, without moving the focus. */
export function Arrivals({ messages }: { messages: readonly Message[] }) {
  const { t } = useTranslation()
  const [said, setSaid] = useState('')
  const known = useRef<number>(undefined)
  const lastSaid = useRef(Number.NEGATIVE_INFINITY)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const latest = useRef(messages)
  latest.current = messages
  const newest = messages.at(-1)?.time_ms
  useEffect(() => {
    if (newest === undefined) return
    known.current ??= newest
    // What else arrives until then is told along with it: where much is said, too, something is.
    if (newest === known.current || timer.current !== undefined) return
    const wait = Math.max(0, lastSaid.current + QUIET_MS - performance.now())
    timer.current = setTimeout(() => {
      timer.current = undefined
      const since = known.current ?? newest
      known.current = latest.current.at(-1)?.time_ms ?? newest
      const arrived = latest.current.filter((message) => message.time_ms > since && !message.mine)
      if (arrived.length === 0) return
      lastSaid.current = performance.now()
      const names = [...new Set(arrived.map((message) => message.author_name))].join(', ')
      setSaid(t('chat.arrived', { count: arrived.length, names }))
    }, wait)
  }, [newest, t])
  useEffect(
    () => () => {
      clearTimeout(timer.current)
      timer.current = undefined
    },
    [],
  )
  return (
    <p role="status" className="sr-only">
      {said}
    </p>
  )
}
