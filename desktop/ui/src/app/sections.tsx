import { CalendarDays, MessagesSquare, PanelsTopLeft, Sunrise, UsersRound } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Mode } from '@/generated/bindings'
import type { TextKey } from '@/i18n'

export type Section = {
  path: 'today' | 'rooms' | 'boards' | 'agenda' | 'people'
  label: TextKey
  icon: ReactNode
  /** Shown in simple mode, too. */
  simple: boolean
}

/** The sections of every community, in their one order. A module that does not exist has no entry. */
export const sections: readonly Section[] = [
  { path: 'today', label: 'frame.today', icon: <Sunrise aria-hidden className="size-5" />, simple: true },
  {
    path: 'rooms',
    label: 'frame.discussions',
    icon: <MessagesSquare aria-hidden className="size-5" />,
    simple: true,
  },
  {
    path: 'boards',
    label: 'frame.boards',
    icon: <PanelsTopLeft aria-hidden className="size-5" />,
    simple: false,
  },
  {
    path: 'agenda',
    label: 'frame.agenda',
    icon: <CalendarDays aria-hidden className="size-5" />,
    simple: true,
  },
  {
    path: 'people',
    label: 'frame.people',
    icon: <UsersRound aria-hidden className="size-5" />,
    simple: true,
  },
]

/** Returns the sections that a mode shows; the others stay reachable by their addresses. */
export const sectionsIn = (mode: Mode) => sections.filter((section) => section.simple || mode === 'complete')
