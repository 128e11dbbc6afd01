import { useTranslation } from 'react-i18next'
import { useDelayed } from '@/lib/use-delayed'

/** The look of a list on its way: nothing at first, then three quiet bars with words for a screen reader. */
export function Loading() {
  const { t } = useTranslation()
  const late = useDelayed()
  if (!late) return null
  return (
    <div role="status" aria-label={t('common.loading')} className="flex flex-col gap-3 p-4">
      {['w-2/3', 'w-full', 'w-1/2'].map((width) => (
        <div key={width} className={`h-14 animate-pulse rounded-lg bg-sunken ${width}`} />
      ))}
    </div>
  )
}
