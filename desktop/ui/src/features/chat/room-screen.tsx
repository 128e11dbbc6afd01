import { useQuery } from '@tanstack/react-query'
import { MessageCircle } from 'lucide-react'
import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import { EmptyState } from '@/components/empty-state'
import { Loaded } from '@/components/loaded'
import { MuteButton } from '@/components/mute-button'
import { Screen } from '@/components/screen'
import type { Message } from '@/generated/bindings'
import { communitiesQuery, mentionableQuery, pinsQuery, roomsQuery, topicQuery, useRoomMute } from './api'
import { Arrivals } from './arrivals'
import { Composer } from './composer'
import { JumpToDate } from './jump-to-date'
import { MessageList } from './message-list'
import { Pins } from './pins'
import { TopicBar } from './topic-bar'
import { TopicDialog } from './topic-dialog'
import { Topics } from './topics'
import { useMessages } from './use-messages'
import { useReadMark } from './use-read-mark'
import { useRows } from './use-rows'
import type { Writing } from './writing'

/** One room, or one `?topic=` of it: its messages, newest at the bottom, and the place to write. `?at=` (ms) begins in the middle. */
export function Component() {
  const { community = '', room = '' } = useParams()
  const [search] = useSearchParams()
  const at = Number(search.get('at') ?? Number.NaN)
  const target = search.get('message') ?? search.get('day')
  const topic = search.get('topic')
  return (
    <Room
      key={`${community}/${room}/${topic}/${at}/${target}`}
      community={community}
      room={room}
      topic={topic}
      at={Number.isFinite(at) && at > 0 ? at : null}
      target={target}
    />
  )
}

type Props = {
  community: string
  room: string
  /** The topic that alone is shown; null for all of the room. */
  topic: string | null
  /** Where to begin, in ms since 1970; null for the newest. */
  at: number | null
  /** The message to stand at, or the day (`2026-11-23`) whose first message it is. */
  target: string | null
}

function Room({ community, room, topic, at, target }: Props) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const rooms = useQuery(roomsQuery(community))
  const communities = useQuery(communitiesQuery())
  const members = useQuery(mentionableQuery(community))
  const pins = useQuery(pinsQuery(community, room))
  const mute = useRoomMute()
  const { query, oldestFirst, isNewest, older, newer, restart } = useMessages(community, room, topic, at)
  const { rows, arrived } = useRows(community, room, topic, oldestFirst, isNewest)
  // Who goes back to the newest begins a new stay at the end of the list.
  const [stays, setStays] = useState(0)
  const [writing, setWriting] = useState<Writing>({ mode: 'new' })
  const about = rooms.data?.items.find((one) => one.id === room)
  const shown = useQuery({ ...topicQuery(community, room, topic ?? ''), enabled: topic !== null })
  const unread = topic === null ? about?.unread : shown.data?.unread
  const { firstNew, seen } = useReadMark(community, topic ?? room, unread, oldestFirst)
  // The message that a topic is made from; null for one that is made from nothing.
  const [topicOf, setTopicOf] = useState<Message | null>()
  const names = useMemo(
    () => new Map(members.data?.items.map((one) => [one.person, one.name])),
    [members.data],
  )
  const reply = useCallback((message: Message) => setWriting({ mode: 'reply', message }), [])
  const change = useCallback((message: Message) => setWriting({ mode: 'edit', message }), [])
  const pinned = useMemo(() => new Set(pins.data?.items.map((one) => one.id)), [pins.data])
  const role = communities.data?.items.find((one) => one.id === community)?.role
  const toNewest = () => {
    setStays((count) => count + 1)
    if (at === null) restart()
    else void navigate(`/c/${community}/rooms/${room}`, { replace: true })
  }
  const name = about?.name ?? ''
  return (
    <Screen
      title={name || t('rooms.title')}
      lead={about?.purpose}
      width="fill"
      action={
        <div className="flex items-center gap-1">
          <Topics community={community} room={room} onNew={() => setTopicOf(null)} />
          {about ? (
            <MuteButton
              muted={about.muted}
              label={about.muted ? t('chat.unmute') : t('chat.mute')}
              onPress={() => mute.mutate({ community, room, on: !about.muted })}
            />
          ) : null}
          <JumpToDate community={community} room={room} />
        </div>
      }
    >
      {topic === null ? (
        <Pins community={community} room={room} />
      ) : (
        <TopicBar community={community} room={room} query={shown} />
      )}
      <div className="flex min-h-0 flex-1 flex-col">
        <Loaded
          query={query}
          empty={{
            when: () => rows.length === 0,
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
              key={stays}
              community={community}
              room={room}
              label={t('chat.messages', { room: name })}
              messages={rows}
              names={names}
              pinned={pinned}
              mayPin={role !== undefined && role !== 'guest' && role !== 'member'}
              firstNew={firstNew}
              target={target}
              older={older}
              loadingOlder={query.isFetchingNextPage}
              newer={newer}
              loadingNewer={query.isFetchingPreviousPage}
              onNewest={isNewest ? undefined : toNewest}
              onSeen={seen}
              inTopic={topic !== null}
              onTopic={setTopicOf}
              onReply={reply}
              onEdit={change}
            />
          )}
        </Loaded>
      </div>
      <Arrivals messages={oldestFirst} />
      <Composer
        community={community}
        room={room}
        roomName={shown.data?.title ?? name}
        topic={topic}
        writing={writing}
        lastMine={oldestFirst.findLast(
          (message) => message.mine && !message.deleted && !message.topic?.opens,
        )}
        onWriting={setWriting}
        onSent={() => {
          if (!isNewest) toNewest()
        }}
        onWritten={arrived}
      />
      {topicOf === undefined ? null : (
        <TopicDialog
          community={community}
          room={room}
          message={topicOf}
          onClose={() => setTopicOf(undefined)}
        />
      )}
    </Screen>
  )
}
