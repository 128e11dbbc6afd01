import { Pencil, Reply, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '@/components/icon-button'
import type { Writing } from './writing'

type Props = { writing: Exclude<Writing, { mode: 'new' }>; onStop: () => void }

/** What the field is about: the message that is answered or changed. */
export function ComposerAbout({ writing, onStop }: Props) {
  const { t } = useTranslation()
  const Icon = writing.mode === 'reply' ? Reply : Pencil
  return (
    <div className="flex items-center gap-2 border-b border-line px-4 py-1.5 text-sm text-ink-soft">
      <Icon aria-hidden className="size-4 shrink-0" />
      <p className="min-w-0 flex-1 truncate">
        <span className="font-semibold text-ink">
          {writing.mode === 'reply'
            ? t('chat.replyingTo', { name: writing.message.author_name })
            : t('chat.editing')}
        </span>{' '}
        {writing.message.text}
      </p>
      <IconButton
        label={writing.mode === 'reply' ? t('chat.stopReply') : t('common.cancel')}
        onPress={onStop}
      >
        <X aria-hidden className="size-4.5" />
      </IconButton>
    </div>
  )
}
