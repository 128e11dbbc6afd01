import { useEffect } from 'react'
import { useMatches, useNavigate, useParams } from 'react-router'
import type { RouteHandle } from './router'
import { sections } from './sections'

type Doors = { palette: () => void; create: () => void; help: () => void }

/** Something is open over the screen that hears Escape itself. */
const OVERLAYS = '[role=dialog],[role=alertdialog],[role=menu],[role=listbox]'

/** Ctrl or ⌘ K, Alt and a number, Alt N, F1, F6 and Escape; no letter alone ever does anything (WCAG 2.1.4). */
export function useShortcuts(community: string | undefined, doors: Doors): void {
  const navigate = useNavigate()
  const params = useParams()
  const handle = useMatches().at(-1)?.handle as RouteHandle | undefined
  const up = handle?.up?.(params)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const done = shortcut(event)
      if (done) event.preventDefault()
    }
    const shortcut = (event: KeyboardEvent): boolean => {
      const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') return call(doors.palette)
      if (event.key === 'F1') return call(doors.help)
      if (event.key === 'F6') return call(() => nextPane(event.shiftKey ? -1 : 1))
      if (event.altKey && !event.ctrlKey && community) {
        const section = sections[Number(event.key) - 1]
        if (section) return call(() => void navigate(`/c/${community}/${section.path}`))
        if (event.key.toLowerCase() === 'n') return call(doors.create)
      }
      if (event.key === 'Escape' && plain && up && mayLeave(event)) return call(() => void navigate(up))
      return false
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [navigate, community, doors, up])
}

function call(act: () => void): true {
  act()
  return true
}

/** Escape leaves a screen only where it has nothing else to do, and never from a field with words in it. */
function mayLeave(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || document.querySelector(OVERLAYS)) return false
  const field = event.target instanceof HTMLElement ? event.target.closest('input, textarea, form') : null
  return field === null
}

/** Moves the focus to the next of the panes: communities, sections, the screen. */
function nextPane(step: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>('nav[data-pane], main')]
  const here = panes.findIndex((pane) => pane.contains(document.activeElement))
  const pane = panes[(here + step + panes.length) % panes.length]
  if (pane?.tagName === 'MAIN') pane.focus()
  else pane?.querySelector<HTMLElement>('a[aria-current], a, button')?.focus()
}
