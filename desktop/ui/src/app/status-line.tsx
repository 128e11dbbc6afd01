import { useQuery } from '@tanstack/react-query'
import { CloudOff, House } from 'lucide-react'
import { Link } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { statusQuery } from '@/features/network/api'

/** At the foot of the frame, in words: who is connected; leads to the page that tells more. */
export function StatusLine() {
  const { t } = useTranslation()
  const status = useQuery(statusQuery())
  const connected = status.data?.connected ?? 0
  return (
    <footer className="border-t border-line bg-panel p-2">
      <Link
        href="/network"
        className="flex min-h-11 items-center gap-3 rounded-md px-3 text-sm font-medium text-ink-soft hover:bg-sunken hover:text-ink"
      >
        {connected > 0 ? (
          <span aria-hidden className="relative grid size-5 shrink-0 place-items-center text-brand-ink">
            <House className="size-5" />
            <span className="absolute -right-0.5 -bottom-0.5 size-2 rounded-full bg-brand ring-2 ring-panel" />
          </span>
        ) : (
          <CloudOff aria-hidden className="size-5 shrink-0" />
        )}
        {/* No role of its own: the words are the name of the link. */}
        <span aria-live="polite" className="text-balance">
          {connected > 0 ? t('frame.connected', { count: connected }) : t('frame.offline')}
        </span>
      </Link>
    </footer>
  )
}
