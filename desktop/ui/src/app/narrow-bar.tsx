import { ChevronLeft } from 'lucide-react'
import { Link } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { useMatches, useParams } from 'react-router'
import type { RouteHandle } from './router'

/** The bar over a screen in the narrow layout: one way back, always at the same place. */
export function NarrowBar() {
  const { t } = useTranslation()
  const params = useParams()
  const handle = useMatches().at(-1)?.handle as RouteHandle | undefined
  const to = handle?.up?.(params) ?? (params.community ? `/c/${params.community}` : '/')
  return (
    <header className="flex shrink-0 print:hidden items-center border-b border-line bg-panel px-2">
      <Link
        href={to}
        className="inline-flex min-h-11 items-center gap-1 rounded-md pr-3 pl-1 font-semibold text-brand-ink"
      >
        <ChevronLeft aria-hidden className="size-5" />
        {t('common.back')}
      </Link>
    </header>
  )
}
