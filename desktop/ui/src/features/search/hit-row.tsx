import {
  CalendarDays,
  type LucideIcon,
  MessageCircle,
  MessageSquareText,
  MessagesSquare,
  PanelsTopLeft,
  UserRound,
  UsersRound,
} from 'lucide-react'
import { Link } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { Hit } from '@/generated/bindings'
import { useDateWords } from '@/lib/dates'
import { plainText } from '@/lib/plain-text'
import { Marked } from './marked'

const icons: Record<Hit['kind'], LucideIcon> = {
  message: MessageCircle,
  post: PanelsTopLeft,
  comment: MessageSquareText,
  event: CalendarDays,
  member: UserRound,
  topic: MessagesSquare,
  room: MessagesSquare,
  group: UsersRound,
}

/** Returns where a hit is shown. */
export function placeOf(hit: Hit): string {
  const base = `/c/${hit.community}`
  switch (hit.kind) {
    case 'message':
      return `${base}/rooms/${hit.parent ?? ''}?at=${hit.time_ms}&message=${hit.id}`
    case 'topic':
      return `${base}/rooms/${hit.parent ?? ''}?topic=${hit.id}`
    case 'room':
      return `${base}/rooms/${hit.id}`
    case 'post':
      return `${base}/posts/${hit.id}`
    case 'comment':
      return `${base}/posts/${hit.parent ?? ''}`
    case 'event':
      return `${base}/agenda/${hit.id}`
    case 'group':
      return `${base}/people/groups/${hit.id}`
    case 'member':
      return `${base}/people/${hit.id}`
  }
}

/** One thing found: what it is, the words around the match, who and when. */
export function HitRow({ hit, query, community }: { hit: Hit; query: string; community: string }) {
  const { t } = useTranslation()
  const dates = useDateWords()
  const Icon = icons[hit.kind]
  return (
    <Link
      href={placeOf(hit)}
      className="flex gap-4 rounded-lg border border-line bg-panel px-5 py-4 shadow-card transition-colors hover:border-line-strong"
    >
      <span aria-hidden className="mt-0.5 text-brand-ink">
        <Icon className="size-5" />
      </span>
      <span className="min-w-0 flex-1">
        <span className="block font-semibold">
          <Marked text={hit.title} query={query} />
        </span>
        {hit.snippet ? (
          <span className="line-clamp-2">
            <Marked text={plainText(hit.snippet)} query={query} />
          </span>
        ) : null}
        <span className="mt-1 block text-sm text-ink-soft">
          {[t(`search.kind.${hit.kind}`), hit.author_name, dates.short(hit.time_ms), community]
            .filter((part) => part !== '')
            .join(', ')}
        </span>
      </span>
    </Link>
  )
}
