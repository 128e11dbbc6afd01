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
  const newest = messages.at(-1)?.time_ms
  useEffect(() => {
    if (newest === undefined) return
    if (known.current === undefined) {
      known.current = newest
      return
    }
    const timer = setTimeout(() => {
      const since = known.current ?? newest
      known.current = newest
      const arrived = messages.filter((message) => message.time_ms > since && !message.mine)
      if (arrived.length === 0) return
      const names = [...new Set(arrived.map((message) => message.author_name))].join(', ')
      setSaid(t('chat.arrived', { count: arrived.length, names }))
    }, QUIET_MS)
    return () => clearTimeout(timer)
  }, [newest, messages, t])
  return (
    <p role="status" className="sr-only">
      {said}
    </p>
  )
}
