import { Bell, BellOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '@/components/icon-button'
import type { Room } from '@/generated/bindings'
import { useRoomMute } from './api'

/** Lets a room notify me no more, or again. */
export function MuteButton({ community, room }: { community: string; room: Room }) {
  const { t } = useTranslation()
  const mute = useRoomMute()
  return (
    <IconButton
      label={room.muted ? t('chat.unmute') : t('chat.mute')}
      aria-pressed={room.muted}
      onPress={() => mute.mutate({ community, room: room.id, on: !room.muted })}
    >
      {room.muted ? <BellOff aria-hidden className="size-5" /> : <Bell aria-hidden className="size-5" />}
    </IconButton>
  )
}
