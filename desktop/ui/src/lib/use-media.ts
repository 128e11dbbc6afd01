import { useSyncExternalStore } from 'react'

/** Below this width there is one column on the screen, never on paper; the same stands in styles/index.css. */
export const NARROW = 'screen and (width < 56.25rem)'

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
