import { useEffect, useState } from 'react'

/** A wait shorter than this shows nothing, in ms: a flash of "loading" is worse than none. */
export const LOADING_DELAY_MS = 150

/** Returns true once the component has been shown for a while. */
export function useDelayed(delayMs = LOADING_DELAY_MS): boolean {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), delayMs)
    return () => clearTimeout(timer)
  }, [delayMs])
  return late
}
