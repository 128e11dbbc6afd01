import {
  CalendarPlus,
  CopyIcon,
  History,
  MessagesSquare,
  Pencil,
  Pin,
  PinOff,
  Reply,
  StickyNote,
  Trash2,
} from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { type Action, ActionsMenu } from '@/components/actions-menu'
import { copyText } from '@/components/copy-button'
import { IconButton } from '@/components/icon-button'
import { ReactionPicker } from '@/components/reactions'
import type { Message } from '@/generated/bindings'
import { handOver } from '@/lib/hand-over'
import { useMessagePin } from './api'

type Props = {
  community: string
  room: string
  message: Message
  tabStop: boolean
  /** Whether it stands on top of the room, and whether I may change that. */
  pinned: boolean
  mayPin: boolean
  onToggle: (emoji: string, on: boolean) => void
  onReply: () => void
  onTopic: () => void
  onEdit: () => void
  onHistory: () => void
  onRemove: () => void
}

/** What can be done with a message: react, reply, and behind three dots the rest. */
export function MessageTools(props: Props) {
  const { community, room, message, tabStop, pinned } = props
  const { t } = useTranslation()
  const navigate = useNavigate()
  const pin = useMessagePin()
  const actions: (Action | false)[] = [
    message.topic === null && {
      id: 'topic',
      label: t('topic.make'),
      icon: <MessagesSquare />,
      run: props.onTopic,
    },
    { id: 'copy', label: t('chat.copyText'), icon: <CopyIcon />, run: () => void copyText(message.text) },
    {
      id: 'event',
      label: t('common.makeEvent'),
      icon: <CalendarPlus />,
      run: () => void navigate(`/c/${community}/agenda/new`, { state: handOver(message.text) }),
    },
    {
      id: 'post',
      label: t('common.makePost'),
      icon: <StickyNote />,
      run: () => void navigate(`/c/${community}/boards/new`, { state: handOver(message.text) }),
    },
    props.mayPin && {
      id: 'pin',
      label: pinned ? t('post.unpin') : t('post.pin'),
      icon: pinned ? <PinOff /> : <Pin />,
      run: () => pin.mutate({ community, room, message: message.id, pinned: !pinned }),
    },
    message.edited && {
      id: 'history',
      label: t('history.title'),
      icon: <History />,
      run: props.onHistory,
    },
    message.mine &&
      !message.topic?.opens && { id: 'edit', label: t('common.edit'), icon: <Pencil />, run: props.onEdit },
    message.mine && {
      id: 'delete',
      label: t('common.delete'),
      icon: <Trash2 />,
      danger: true,
      run: props.onRemove,
    },
  ]
  return (
    <div className="absolute -top-2 right-5 flex rounded-lg border border-line bg-raised opacity-0 shadow-card group-focus-within/message:opacity-100 group-hover/message:opacity-100 has-[[aria-expanded=true]]:opacity-100">
      <ReactionPicker
        label={t('common.react')}
        reactions={message.reactions}
        onToggle={props.onToggle}
        excludeFromTabOrder={!tabStop}
      />
      <IconButton label={t('common.reply')} onPress={props.onReply} excludeFromTabOrder={!tabStop}>
        <Reply aria-hidden className="size-5" />
      </IconButton>
      <ActionsMenu
        label={t('common.more')}
        excludeFromTabOrder={!tabStop}
        actions={actions.filter((action) => action !== false)}
      />
    </div>
  )
}
