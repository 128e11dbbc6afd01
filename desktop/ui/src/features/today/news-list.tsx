import {
  CalendarClock,
  CalendarCog,
  CalendarPlus,
  CalendarX,
  Megaphone,
  MessagesSquare,
  PenLine,
  UserRoundPlus,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { News, NewsKind } from '@/generated/bindings'
import { localeOf, useDateWords } from '@/lib/dates'
import { newsHref } from './places'

const icons: Record<NewsKind, ReactNode> = {
  messages: <MessagesSquare />,
  post: <PenLine />,
  announcement: <Megaphone />,
  event_new: <CalendarPlus />,
  event_changed: <CalendarClock />,
  event_cancelled: <CalendarX />,
  event_reworded: <CalendarCog />,
  newcomers: <UserRoundPlus />,
}

/** What is new since the last visit: one sentence a line, each leading to what it tells of. */
export function NewsList({ label, news }: { label: string; news: readonly News[] }) {
  return (
    <ul
      aria-labelledby={label}
      className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-panel shadow-card"
    >
      {news.map((one) => (
        <li key={`${one.kind}/${one.id}`}>
          <Line news={one} />
        </li>
      ))}
    </ul>
  )
}

function Line({ news }: { news: News }) {
  const { t, i18n } = useTranslation()
  const dates = useDateWords()
  const names = new Intl.ListFormat(localeOf(i18n.language), { type: 'conjunction' }).format(news.names)
  const loud = news.kind === 'event_cancelled' || news.kind === 'announcement'
  return (
    <Link
      href={newsHref(news)}
      className="flex items-start gap-4 px-5 py-3.5 transition-colors hover:bg-sunken/60 focus-visible:-outline-offset-3 narrow:px-4"
    >
      <span
        aria-hidden
        className={`grid size-10 shrink-0 place-items-center rounded-lg [&>svg]:size-5 ${
          loud ? 'bg-warm-soft text-warm-ink' : 'bg-brand-soft text-brand-ink'
        }`}
      >
        {icons[news.kind]}
      </span>
      <span className="min-w-0 flex-1">
        {news.title ? (
          <span dir="auto" className="block truncate font-semibold">
            {news.title}
          </span>
        ) : null}
        <span dir="auto" className={news.title ? 'block text-sm text-ink-soft' : 'block font-semibold'}>
          {t(`today.news.${news.kind}`, { count: news.count, names })}
        </span>
      </span>
      <time
        dateTime={new Date(news.time_ms).toISOString()}
        className="pt-0.5 text-sm text-ink-soft tabular-nums"
      >
        {dates.short(news.time_ms)}
      </time>
    </Link>
  )
}
