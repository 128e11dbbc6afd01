import { useTranslation } from 'react-i18next'

/** How many are new, in a small warm pill; nothing where there are none. */
export function CountBadge({ count }: { count: number }) {
  const { t } = useTranslation()
  if (count === 0) return null
  return (
    <span className="inline-flex min-w-6 items-center justify-center rounded-full bg-warm-soft px-1.5 py-0.5 text-xs leading-none font-bold text-warm-ink tabular-nums">
      <span aria-hidden>{count > 99 ? '99+' : count}</span>
      <span className="sr-only">{t('common.unread', { count })}</span>
    </span>
  )
}
