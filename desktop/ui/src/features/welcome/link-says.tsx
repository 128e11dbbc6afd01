import { useQuery } from '@tanstack/react-query'
import { DoorOpen, TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { LinkButton } from '@/components/button'
import { useDateWords } from '@/lib/dates'
import { useSettled } from '@/lib/use-settled'
import { linkQuery } from './api'

/** The link is read this long after the last letter, in ms. */
const PAUSE_MS = 250

/** What an invitation says before one follows it; nobody is asked for that. */
export function LinkSaysNote({ link }: { link: string }) {
  const { t } = useTranslation()
  const dates = useDateWords()
  const says = useQuery(linkQuery(useSettled(link.trim(), PAUSE_MS)))
  const read = link.trim() === '' ? undefined : says.data
  if (!read || read.kind === 'address') return null
  const bad = read.expired
  return (
    <div
      role="status"
      className={`flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg px-4 py-3 ${
        bad ? 'bg-warm-soft text-warm-ink' : 'bg-brand-soft text-brand-ink'
      }`}
    >
      {bad ? <TriangleAlert aria-hidden className="size-5" /> : <DoorOpen aria-hidden className="size-5" />}
      <p className="min-w-0 flex-1 font-medium">
        {read.here
          ? t('join.here', { name: read.name ?? '' })
          : bad
            ? t('error.link_expired')
            : read.name
              ? t('join.opens', { name: read.name })
              : t('join.whole')}
        {read.expires_ms && !bad ? (
          <span className="block text-sm font-normal">
            {t('join.until', { date: dates.date(read.expires_ms) })}
          </span>
        ) : null}
      </p>
      {read.here && read.community ? (
        <LinkButton size="small" href={`/c/${read.community}`}>
          {t('join.open')}
        </LinkButton>
      ) : null}
    </div>
  )
}
