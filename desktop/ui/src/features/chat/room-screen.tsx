import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { MessageCircle } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { EmptyState } from '@/components/empty-state'
import { Loaded } from '@/components/loaded'
import { Screen } from '@/components/screen'
import type { Message } from '@/generated/bindings'
import { messagesQuery, roomsQuery } from './api'
import { Arrivals } from './arrivals'
import { Composer } from './composer'
import { MessageList } from './message-list'
import { useReadMark } from './use-read-mark'

/** One room: its messages, newest at the bottom, and the place to write. */
export function Component() {
  const { community = '', room = '' } = useParams()
  return <Room key={`${community}/${room}`} community={community} room={room} />
}

/** What the composer is about: a new message, an answer, or a change. */
export type Writing = { mode: 'new' } | { mode: 'reply' | 'edit'; message: Message }

function Room({ community, room }: { community: string; room: string }) {
  const { t } = useTranslation()
  const rooms = useQuery(roomsQuery(community))
  const messages = useInfiniteQuery(messagesQuery(community, room))
  const [writing, setWriting] = useState<Writing>({ mode: 'new' })
  const about = rooms.data?.items.find((one) => one.id === room)
  const oldestFirst = useMemo(
    () => messages.data?.pages.flatMap((page) => page.items).reverse() ?? [],
    [messages.data],
  )
  const { firstNew, seen } = useReadMark(community, room, about?.unread, oldestFirst)
  const name = about?.name ?? ''
  return (
    <Screen title={name || t('rooms.title')} lead={about?.purpose} width="fill">
      <div className="flex min-h-0 flex-1 flex-col">
        <Loaded
          query={messages}
          empty={{
            when: (data) => data.pages.every((page) => page.items.length === 0),
            show: (
              <div className="grid flex-1 place-items-center">
                <EmptyState
                  icon={<MessageCircle className="size-7" />}
                  title={t('chat.empty')}
                  text={t('chat.emptyText')}
                />
              </div>
            ),
          }}
        >
          {() => (
            <MessageList
              community={community}
              room={room}
              label={t('chat.messages', { room: name })}
              messages={oldestFirst}
              firstNew={firstNew}
              older={messages.hasNextPage ? () => void messages.fetchNextPage() : undefined}
              loadingOlder={messages.isFetchingNextPage}
              onSeen={seen}
              onReply={(message) => setWriting({ mode: 'reply', message })}
              onEdit={(message) => setWriting({ mode: 'edit', message })}
            />
          )}
        </Loaded>
      </div>
      <Arrivals messages={oldestFirst} />
      <Composer
        community={community}
        room={room}
        roomName={name}
        writing={writing}
        lastMine={oldestFirst.findLast((message) => message.mine && !message.deleted)}
        onWriting={setWriting}
      />
    </Screen>
  )
}
