import { useQuery } from '@tanstack/react-query'
import { MessagesSquare, Plus } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { Button } from '@/components/button'
import { CountBadge } from '@/components/count-badge'
import { EmptyState } from '@/components/empty-state'
import { Loaded } from '@/components/loaded'
import { MutedMark } from '@/components/muted-mark'
import { Screen } from '@/components/screen'
import type { Room } from '@/generated/bindings'
import { useDateWords } from '@/lib/dates'
import { roomsQuery } from './api'
import { NewRoom } from './new-room'

/** The rooms of a community with their newest message. */
export function Component() {
  const { t } = useTranslation()
  const { community = '' } = useParams()
  const [making, setMaking] = useState(false)
  const rooms = useQuery(roomsQuery(community))
  const create = (
    <Button look="primary" icon={<Plus aria-hidden className="size-5" />} onPress={() => setMaking(true)}>
      {t('rooms.new')}
    </Button>
  )
  return (
    <Screen title={t('rooms.title')} action={create}>
      <Loaded
        query={rooms}
        empty={{
          when: (page) => page.items.length === 0,
          show: (
            <EmptyState
              icon={<MessagesSquare className="size-7" />}
              title={t('rooms.empty')}
              text={t('rooms.emptyText')}
            />
          ),
        }}
      >
        {(page) => (
          <ul aria-label={t('rooms.list')} className="flex flex-col gap-2">
            {page.items.map((room) => (
              <li key={room.id}>
                <RoomRow community={community} room={room} />
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {making ? <NewRoom community={community} onClose={() => setMaking(false)} /> : null}
    </Screen>
  )
}

function RoomRow({ community, room }: { community: string; room: Room }) {
  const { t } = useTranslation()
  const dates = useDateWords()
  return (
    <Link
      href={`/c/${community}/rooms/${room.id}`}
      className="flex items-center gap-4 rounded-lg border border-line bg-panel px-5 py-4 shadow-card transition-colors hover:border-line-strong"
    >
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline gap-3">
          <h2 className="min-w-0 truncate text-lg font-semibold">{room.name}</h2>
          <MutedMark muted={room.muted} />
          <p className="min-w-0 flex-1 truncate text-sm text-ink-soft">{room.purpose}</p>
        </div>
        <p className={`truncate ${room.unread > 0 ? 'font-medium' : 'text-ink-soft'}`}>
          {room.last
            ? t('rooms.last', { author: room.last.author_name, snippet: room.last.snippet })
            : t('rooms.noMessages')}
        </p>
      </div>
      <div className="flex flex-col items-end gap-1.5">
        {room.last ? (
          <time
            dateTime={new Date(room.last.time_ms).toISOString()}
            className="text-sm text-ink-soft tabular-nums"
          >
            {dates.short(room.last.time_ms)}
          </time>
        ) : null}
        <CountBadge count={room.unread} />
      </div>
    </Link>
  )
}
