import { useSyncExternalStore } from 'react'

/** Below this width there is one column; the same number stands in styles/index.css. */
export const NARROW = '(width < 56.25rem)'

/** Returns whether a media query holds, and follows it. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = matchMedia(query)
      list.addEventListener('change', changed)
      return () => list.removeEventListener('change', changed)
    },
    () => matchMedia(query).matches,
  )
}
