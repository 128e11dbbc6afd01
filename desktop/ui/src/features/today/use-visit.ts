import { useEffect } from 'react'
import { useVisitMark } from './api'

/** Who is away for longer has ended a visit, in ms. */
const AWAY_MS = 30 * 60_000

const keyOf = (community: string) => `afo.left.${community}`

/**
 * Follows visits: who looked at today, went away for a while and comes back begins a new one, and what was new before is
 * not new any more. A short absence changes nothing.
 */
export function useVisit(community: string): void {
  const { mutate } = useVisitMark()
  useEffect(() => {
    const come = () => {
      const left = Number(localStorage.getItem(keyOf(community)) ?? 0)
      localStorage.removeItem(keyOf(community))
      if (left > 0 && Date.now() - left > AWAY_MS) mutate({ community, time_ms: left, all_read: false })
    }
    const leave = () => localStorage.setItem(keyOf(community), String(Date.now()))
    const turn = () => (document.visibilityState === 'hidden' ? leave() : come())
    come()
    document.addEventListener('visibilitychange', turn)
    addEventListener('pagehide', leave)
    return () => {
      document.removeEventListener('visibilitychange', turn)
      removeEventListener('pagehide', leave)
    }
  }, [community, mutate])
}
