import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { CountBadge } from '@/components/count-badge'
import { MutedMark } from '@/components/muted-mark'
import { roomsQuery } from './api'

/** The rooms of a community, unfolded under "Discussions". */
export function RoomLinks({ community }: { community: string }) {
  const { t } = useTranslation()
  const { room: current } = useParams()
  const rooms = useQuery(roomsQuery(community))
  if (!rooms.data || rooms.data.items.length === 0) return null
  return (
    <ul aria-label={t('frame.rooms')} className="mt-0.5 mb-2 ml-5.5 flex flex-col border-l border-line pl-2">
      {rooms.data.items.map((room) => (
        <li key={room.id}>
          <Link
            href={`/c/${community}/rooms/${room.id}`}
            aria-current={room.id === current ? 'page' : undefined}
            className={`flex min-h-9 items-center gap-2 rounded-md px-2.5 text-sm ${
              room.id === current
                ? 'bg-sunken font-semibold text-ink'
                : 'text-ink-soft hover:bg-sunken hover:text-ink'
            } ${room.unread > 0 ? 'font-semibold text-ink' : ''}`}
          >
            <span className="min-w-0 flex-1 truncate">{room.name}</span>
            <MutedMark muted={room.muted} />
            <CountBadge count={room.unread} />
          </Link>
        </li>
      ))}
    </ul>
  )
}
