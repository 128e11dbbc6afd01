import {
  CalendarPlus,
  CircleHelp,
  Megaphone,
  MessageCircle,
  PenLine,
  UserRoundPlus,
  UsersRound,
} from 'lucide-react'
import type { ReactNode } from 'react'
import type { TextKey } from '@/i18n'

/** Something to do in a community, in a plain verb; `simple`: shown in simple mode, too. */
export type Verb = { id: string; label: TextKey; icon: ReactNode; path: string; simple: boolean }

/** What “Create” offers, always in this order; everything else is reached from what it belongs to. */
export const verbs: readonly Verb[] = [
  { id: 'message', label: 'begin.message', icon: <MessageCircle />, path: 'rooms', simple: true },
  {
    id: 'announce',
    label: 'begin.announce',
    icon: <Megaphone />,
    path: 'boards/new?kind=announcement',
    simple: true,
  },
  { id: 'ask', label: 'begin.ask', icon: <CircleHelp />, path: 'boards/new?kind=question', simple: false },
  { id: 'post', label: 'begin.post', icon: <PenLine />, path: 'boards/new', simple: false },
  { id: 'event', label: 'begin.event', icon: <CalendarPlus />, path: 'agenda/new', simple: true },
  { id: 'group', label: 'begin.group', icon: <UsersRound />, path: 'people/groups?new=1', simple: false },
  { id: 'invite', label: 'begin.invite', icon: <UserRoundPlus />, path: 'invite', simple: true },
]
