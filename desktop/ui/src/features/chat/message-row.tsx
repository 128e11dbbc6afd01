import type { TFunction } from 'i18next'
import { CornerDownRight } from 'lucide-react'
import { memo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Avatar } from '@/components/avatar'
import { Copies } from '@/components/copies'
import { Failure } from '@/components/failure'
import { Reactions } from '@/components/reactions'
import type { Message } from '@/generated/bindings'
import { useDateWords } from '@/lib/dates'
import { useMessageReact } from './api'
import { MessageHistory } from './message-history'
import { MessageText } from './message-text'
import { MessageTools } from './message-tools'
import { RemoveMessage } from './remove-message'
import { TopicCard, TopicLink } from './topic-link'
import { type Row, rowKey } from './use-rows'

type Props = {
  community: string
  room: string
  message: Row
  /** Whether author and time stand over it; messages in a row share them. */
  head: boolean
  /** Place in the list, from 1. */
  position: number
  count: number
  /** Whether Tab leads to this row; arrow keys lead to the others. */
  tabStop: boolean
  /** Names that are called in it. */
  names: readonly string[]
  pinned: boolean
  mayPin: boolean
  /** Whether somebody came for this very message. */
  target: boolean
  /** It has the focus; called with its name in the list. */
  onFocus: (row: string) => void
  /** Whether only its topic is shown. */
  inTopic: boolean
  onReply: (message: Message) => void
  onTopic: (message: Message) => void
  onEdit: (message: Message) => void
}

/** One message as an item of its list. Its place changes with every page that arrives, what it shows does not. */
export const MessageRow = memo(function MessageRow({ position, count, ...shown }: Props) {
  const { message, head, tabStop } = shown
  const { t } = useTranslation()
  const dates = useDateWords()
  const [near, setNear] = useState(false)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a row of a virtual list
    <div
      role="listitem"
      id={`message-${message.id}`}
      aria-label={t('chat.item', {
        author: message.author_name,
        time: dates.full(message.time_ms),
        text: bodyOf(message, t),
      })}
      aria-setsize={count}
      aria-posinset={position}
      tabIndex={tabStop ? 0 : -1}
      onFocus={() => shown.onFocus(rowKey(message))}
      onPointerEnter={() => setNear(true)}
      className={`group/message relative flex gap-3.5 px-6 focus-visible:-outline-offset-3 narrow:px-4 ${head ? 'pt-2.5' : 'pt-0.5'} pb-0.5 hover:bg-sunken/60 ${shown.target ? 'bg-warm-soft/70' : ''}`}
    >
      <Shown {...shown} near={near || tabStop} />
    </div>
  )
})

type ShownProps = Omit<Props, 'position' | 'count'> & {
  /** Whether it is pointed at or has the focus. What answers to that costs more than the words: it waits for it. */
  near: boolean
}

/** Who, when, what; its reactions; what can be done with it. */
const Shown = memo(function Shown(props: ShownProps) {
  const { community, room, message, head, tabStop, near } = props
  const { t } = useTranslation()
  const dates = useDateWords()
  const react = useMessageReact()
  const [open, setOpen] = useState<'remove' | 'history'>()
  const toggle = (emoji: string, on: boolean) =>
    react.mutate({ community, room, message: message.id, emoji, on })
  const time = dates.time(message.time_ms)
  const opens = message.topic?.opens && !message.deleted ? message.topic : undefined
  return (
    <>
      <div className="w-10 shrink-0">
        {head ? (
          <Avatar name={message.author_name} color={message.color} />
        ) : (
          <time
            aria-hidden
            className="block pt-1 text-right text-xs text-ink-soft opacity-0 tabular-nums group-hover/message:opacity-100"
          >
            {time}
          </time>
        )}
      </div>
      <div className="min-w-0 flex-1">
        {message.reply_to && !message.deleted ? (
          <p className="mb-0.5 flex min-w-0 items-center gap-1.5 text-sm text-ink-soft">
            <CornerDownRight
              aria-label={t('chat.answers', { name: message.reply_to.author_name })}
              className="size-4 shrink-0"
            />
            <span className="font-medium">{message.reply_to.author_name}</span>
            <span dir="auto" className="min-w-0 truncate">
              {message.reply_to.snippet}
            </span>
          </p>
        ) : null}
        {head ? (
          <p className="flex items-baseline gap-2">
            <Link
              to={`/c/${community}/people/${message.author}`}
              tabIndex={tabStop ? 0 : -1}
              className="min-h-6 rounded-sm font-semibold hover:underline"
            >
              <span dir="auto">{message.author_name}</span>
            </Link>
            <time
              dateTime={new Date(message.time_ms).toISOString()}
              title={dates.full(message.time_ms)}
              className="text-xs text-ink-soft tabular-nums"
            >
              {time}
            </time>
          </p>
        ) : null}
        {message.deleted ? (
          <p className="text-ink-soft italic">{bodyOf(message, t)}</p>
        ) : opens ? (
          <TopicCard community={community} room={room} topic={opens} tabStop={tabStop} />
        ) : (
          <MessageText
            text={message.text}
            names={props.names}
            edited={message.edited ? t('common.edited') : null}
          />
        )}
        {message.topic && !opens && !message.deleted && !props.inTopic ? (
          <TopicLink community={community} room={room} topic={message.topic} tabStop={tabStop} />
        ) : null}
        {message.deleted ||
        (message.reactions.length === 0 && !message.mine && !message.provisional) ? null : (
          <div className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1">
            <Reactions reactions={message.reactions} onToggle={toggle} excludeFromTabOrder={!tabStop} />
            {message.mine || message.provisional ? (
              <Copies
                copies={message.copies}
                provisional={message.provisional}
                underWay={message.underWay ?? false}
                still={!near}
                excludeFromTabOrder={!tabStop}
              />
            ) : null}
          </div>
        )}
        {react.error ? <Failure error={react.error} inline /> : null}
      </div>
      {message.deleted || message.underWay || !near ? null : (
        <MessageTools
          community={community}
          room={room}
          message={message}
          tabStop={tabStop}
          pinned={props.pinned}
          mayPin={props.mayPin}
          onToggle={toggle}
          onReply={() => props.onReply(message)}
          onTopic={() => props.onTopic(message)}
          onEdit={() => props.onEdit(message)}
          onHistory={() => setOpen('history')}
          onRemove={() => setOpen('remove')}
        />
      )}
      {open === 'history' ? (
        <MessageHistory community={community} message={message.id} onClose={() => setOpen(undefined)} />
      ) : null}
      {open === 'remove' ? (
        <RemoveMessage
          community={community}
          room={room}
          message={message.id}
          onClose={() => setOpen(undefined)}
        />
      ) : null}
    </>
  )
})

/** What it says where only words count. */
function bodyOf(message: Row, t: TFunction): string {
  if (message.deleted) return t('chat.deleted')
  return message.topic?.opens ? t('topic.opened', { title: message.topic.title }) : message.text
}
