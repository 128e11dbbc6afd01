import { Bell, BellOff } from 'lucide-react'
import { IconButton } from './icon-button'

type Props = {
  muted: boolean
  /** What a press does: mutes, or lets it be heard again. */
  label: string
  onPress: () => void
}

/** Lets a room or board notify me no more, or again. */
export function MuteButton({ muted, label, onPress }: Props) {
  return (
    <IconButton label={label} onPress={onPress}>
      {muted ? <BellOff aria-hidden className="size-5" /> : <Bell aria-hidden className="size-5" />}
    </IconButton>
  )
}
