import { useQuery } from '@tanstack/react-query'
import { CalendarDays, CalendarPlus, Download, Printer, Rss, Upload } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import { ActionsMenu } from '@/components/actions-menu'
import { LinkButton } from '@/components/button'
import { EmptyState } from '@/components/empty-state'
import { IconButton } from '@/components/icon-button'
import { Loaded } from '@/components/loaded'
import { Screen } from '@/components/screen'
import { DAY_MS, startOfDay } from '@/lib/dates'
import { addDays, dayMs, monthOf, weekOf } from '@/lib/days'
import { NARROW, useMedia } from '@/lib/use-media'
import { eventsQuery } from './api'
import { ChosenDay } from './chosen-day'
import { DayList } from './day-list'
import { ExportDialog } from './export-dialog'
import { FeedDialog } from './feed-dialog'
import { MonthView } from './month-view'
import { ViewBar } from './view-bar'
import { type Place, placeOf } from './views'
import { WeekView } from './week-view'

/** How far the list looks ahead and back, in days. */
const AHEAD_DAYS = 400
const BACK_DAYS = 120

/** What is coming: day by day, as a week or as a month; `?view=past` for what was. */
export function Component() {
  const { t } = useTranslation()
  const { community = '' } = useParams()
  const [search] = useSearchParams()
  const navigate = useNavigate()
  const [open, setOpen] = useState<'export' | 'feed'>()
  const isNarrow = useMedia(NARROW)
  const place = placeOf(community, search, Date.now())
  const base = `/c/${community}/agenda`
  const grid = place.view === 'week' || place.view === 'month'
  const head = (
    <div className="flex items-center gap-2 print:hidden">
      {isNarrow ? null : (
        <IconButton label={t('feed.title')} onPress={() => setOpen('feed')}>
          <Rss aria-hidden className="size-5" />
        </IconButton>
      )}
      <ActionsMenu
        label={t('common.more')}
        actions={[
          {
            id: 'import',
            label: t('agenda.import'),
            icon: <Upload />,
            run: () => void navigate(`${base}/import`),
          },
          { id: 'export', label: t('agenda.export'), icon: <Download />, run: () => setOpen('export') },
          ...(isNarrow
            ? [{ id: 'feed', label: t('feed.title'), icon: <Rss />, run: () => setOpen('feed') }]
            : []),
          { id: 'print', label: t('common.print'), icon: <Printer />, run: () => print() },
        ]}
      />
      <LinkButton
        look="primary"
        icon={<CalendarPlus aria-hidden className="size-5" />}
        href={`${base}/new${grid ? `?day=${place.day}` : ''}`}
      >
        {t('agenda.create')}
      </LinkButton>
    </div>
  )
  return (
    <Screen title={t('agenda.title')} action={head} width={grid ? 'wide' : 'text'}>
      <ViewBar place={place} />
      <Rows key={place.view} place={place} />
      <ExportDialog community={community} isOpen={open === 'export'} onClose={() => setOpen(undefined)} />
      <FeedDialog community={community} isOpen={open === 'feed'} onClose={() => setOpen(undefined)} />
    </Screen>
  )
}

function Rows({ place }: { place: Place }) {
  const { t } = useTranslation()
  const { community, view } = place
  const narrow = useMedia(NARROW)
  const [chosen, setChosen] = useState<string | null>(view === 'month' && narrow ? place.day : null)
  const events = useQuery(eventsQuery(community, ...rangeOf(place)))
  const listed = view !== 'month' && (view !== 'week' || narrow)
  const empty = (
    <EmptyState
      icon={<CalendarDays className="size-7" />}
      title={view === 'past' ? t('agenda.emptyPast') : t('agenda.empty')}
      text={view === 'past' ? t('agenda.emptyPastText') : t('agenda.emptyText')}
      action={
        view === 'past' ? null : (
          <LinkButton icon={<Upload aria-hidden className="size-5" />} href={`/c/${community}/agenda/import`}>
            {t('agenda.import')}
          </LinkButton>
        )
      }
    />
  )
  return (
    <Loaded query={events} empty={{ when: (page) => listed && page.items.length === 0, show: empty }}>
      {({ items }) =>
        view === 'month' ? (
          <>
            <MonthView place={place} rows={items} chosen={chosen} onDay={setChosen} />
            {chosen ? <ChosenDay community={community} day={chosen} rows={items} /> : null}
          </>
        ) : view === 'week' && !narrow ? (
          <WeekView place={place} rows={items} />
        ) : (
          <DayList community={community} rows={view === 'past' ? items.toReversed() : items} />
        )
      }
    </Loaded>
  )
}

/** Returns the moments between which a view shows events, in ms since 1970. */
function rangeOf({ view, day }: Place): [number, number] {
  const today = startOfDay(Date.now())
  if (view === 'past') return [today - BACK_DAYS * DAY_MS, today]
  if (view === 'list') return [today, today + AHEAD_DAYS * DAY_MS]
  const days = view === 'week' ? weekOf(day) : monthOf(day).flat()
  return [dayMs(days[0] ?? day), dayMs(addDays(days.at(-1) ?? day, 1))]
}
