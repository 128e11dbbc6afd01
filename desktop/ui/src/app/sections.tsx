import { CalendarDays, MessagesSquare, PanelsTopLeft, Sunrise, UsersRound } from 'lucide-react'
import type { ReactNode } from 'react'
import type { TextKey } from '@/i18n'

export type Section = {
  path: 'today' | 'rooms' | 'boards' | 'agenda' | 'people'
  label: TextKey
  icon: ReactNode
}

/** The sections of every community, in their one order. A module that does not exist has no entry. */
export const sections: readonly Section[] = [
  { path: 'today', label: 'frame.today', icon: <Sunrise aria-hidden className="size-5" /> },
  { path: 'rooms', label: 'frame.discussions', icon: <MessagesSquare aria-hidden className="size-5" /> },
  { path: 'boards', label: 'frame.boards', icon: <PanelsTopLeft aria-hidden className="size-5" /> },
  { path: 'agenda', label: 'frame.agenda', icon: <CalendarDays aria-hidden className="size-5" /> },
  { path: 'people', label: 'frame.people', icon: <UsersRound aria-hidden className="size-5" /> },
]
