import { SmilePlus } from 'lucide-react'
import { Button, Dialog, DialogTrigger, Popover, TooltipTrigger } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { Reaction } from '@/generated/bindings'
import { Tip } from './icon-button'

/** The emojis on offer; any other that somebody sent is shown too. */
const OFFERED = ['👍', '❤️', '😊', '🎉', '🙏', '😢', '✅', '🤔', '👏', '🌱', '☕', '💪']

type Props = {
  reactions: readonly Reaction[]
  onToggle: (emoji: string, on: boolean) => void
  excludeFromTabOrder?: boolean
}

/** The emojis under something, with who chose them. Pressing one adds or takes away mine. */
export function Reactions({ reactions, onToggle, excludeFromTabOrder = false }: Props) {
  const { t } = useTranslation()
  if (reactions.length === 0) return null
  return (
    <div className="flex flex-wrap gap-1.5">
      {reactions.map(({ emoji, people, mine }) => {
        const words = t('common.reaction', { count: people.length, emoji, people: people.join(', ') })
        return (
          <TooltipTrigger key={emoji} delay={300}>
            <Button
              aria-label={words}
              aria-pressed={mine}
              excludeFromTabOrder={excludeFromTabOrder}
              onPress={() => onToggle(emoji, !mine)}
              className={`inline-flex min-h-7 items-center gap-1.5 rounded-full border px-2.5 text-sm ${
                mine
                  ? 'border-brand bg-brand-soft text-brand-ink'
                  : 'border-line bg-panel text-ink-soft hover:bg-sunken'
              }`}
            >
              <span aria-hidden>{emoji}</span>
              <span aria-hidden className="text-xs font-semibold tabular-nums">
                {people.length}
              </span>
            </Button>
            <Tip>{people.join(', ')}</Tip>
          </TooltipTrigger>
        )
      })}
    </div>
  )
}

type PickerProps = {
  label: string
  reactions: readonly Reaction[]
  onToggle: (emoji: string, on: boolean) => void
  excludeFromTabOrder?: boolean
}

/** A button that offers a few emojis. */
export function ReactionPicker({ label, reactions, onToggle, excludeFromTabOrder = false }: PickerProps) {
  const { t } = useTranslation()
  const mine = new Set(reactions.filter((reaction) => reaction.mine).map((reaction) => reaction.emoji))
  return (
    <DialogTrigger>
      <Button
        aria-label={label}
        excludeFromTabOrder={excludeFromTabOrder}
        className="grid size-9 shrink-0 place-items-center rounded-md text-ink-soft hover:bg-sunken hover:text-ink"
      >
        <SmilePlus aria-hidden className="size-5" />
      </Button>
      <Popover placement="top" className="appear rounded-lg border border-line bg-raised p-2 shadow-float">
        <Dialog aria-label={t('common.react')} className="grid grid-cols-6 gap-1 outline-none">
          {({ close }) =>
            OFFERED.map((emoji) => (
              <Button
                key={emoji}
                aria-label={t('common.reactWith', { emoji })}
                aria-pressed={mine.has(emoji)}
                onPress={() => {
                  onToggle(emoji, !mine.has(emoji))
                  close()
                }}
                className={`grid size-10 place-items-center rounded-md text-xl hover:bg-sunken ${mine.has(emoji) ? 'bg-brand-soft' : ''}`}
              >
                <span aria-hidden>{emoji}</span>
              </Button>
            ))
          }
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}
