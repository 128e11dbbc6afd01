import { BellOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'

/** Says beside its name that a room or board does not notify me; nothing where it does. */
export function MutedMark({ muted }: { muted: boolean }) {
  const { t } = useTranslation()
  if (!muted) return null
  return (
    <span title={t('common.muted')} className="inline-flex shrink-0 text-ink-soft">
      <BellOff aria-hidden className="size-3.5" />
      <span className="sr-only">{t('common.muted')}</span>
    </span>
  )
}
