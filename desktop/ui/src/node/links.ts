/** Invitation links that are opened from outside the window: from a mail, a QR reader, another program. */
import { isWindow } from './shell'

const HANDLED = 'afo.link'

/**
 * Calls `open` with each link that the system hands to the window, also the one that started it.
 * In a browser there are none. Returns a function that stops.
 */
export function followLinks(open: (link: string) => void): () => void {
  if (!isWindow()) return () => {}
  let stopped = false
  let unlisten = () => {}
  const hand = (links: readonly string[] | null) => {
    const link = links?.find((one) => one.startsWith('allforone://'))
    if (link && !stopped) open(link)
  }
  const begin = async () => {
    const [{ invoke }, { listen }] = await Promise.all([
      import('@tauri-apps/api/core'),
      import('@tauri-apps/api/event'),
    ])
    const stop = await listen<string[]>('deep-link://new-url', ({ payload }) => hand(payload))
    if (stopped) stop()
    unlisten = stop
    const first = await invoke<string[] | null>('plugin:deep-link|get_current')
    // The link of the start stays the current one: after a reload it has been followed already.
    if (first && sessionStorage.getItem(HANDLED) !== first.join()) {
      sessionStorage.setItem(HANDLED, first.join())
      hand(first)
    }
  }
  // A window without the permission still works; links can be pasted.
  begin().catch(() => {})
  return () => {
    stopped = true
    unlisten()
  }
}
