import { useQuery } from '@tanstack/react-query'
import { MessagesSquare } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Button } from '@/components/button'
import { CountBadge } from '@/components/count-badge'
import { Dialog } from '@/components/dialog'
import { EmptyState } from '@/components/empty-state'
import { IconButton } from '@/components/icon-button'
import { Loaded } from '@/components/loaded'
import type { Topic } from '@/generated/bindings'
import { useDateWords } from '@/lib/dates'
import { topicsQuery } from './api'

type Props = { community: string; room: string; onNew: () => void }

/** The topics of a room behind one button: open ones first, settled ones folded. */
export function Topics({ community, room, onNew }: Props) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  return (
    <>
      <IconButton label={t('topic.list')} onPress={() => setOpen(true)}>
        <MessagesSquare aria-hidden className="size-5" />
      </IconButton>
      <Dialog title={t('topic.list')} isOpen={open} onClose={() => setOpen(false)}>
        <TopicList community={community} room={room} onChosen={() => setOpen(false)} />
        <div className="mt-6 flex justify-end">
          <Button
            look="primary"
            onPress={() => {
              setOpen(false)
              onNew()
            }}
          >
            {t('topic.new')}
          </Button>
        </div>
      </Dialog>
    </>
  )
}

function TopicList({ community, room, onChosen }: Omit<Props, 'onNew'> & { onChosen: () => void }) {
  const { t } = useTranslation()
  const topics = useQuery(topicsQuery(community, room))
  const rows = (items: Topic[]) => (
    <ul className="flex flex-col gap-1">
      {items.map((topic) => (
        <li key={topic.id}>
          <TopicRow community={community} topic={topic} onChosen={onChosen} />
        </li>
      ))}
    </ul>
  )
  return (
    <Loaded
      query={topics}
      empty={{
        when: ({ items }) => items.length === 0,
        show: (
          <EmptyState
            icon={<MessagesSquare className="size-7" />}
            title={t('topic.empty')}
            text={t('topic.emptyText')}
          />
        ),
      }}
    >
      {({ items }) => {
        const settled = items.filter((topic) => topic.resolved)
        return (
          <>
            {rows(items.filter((topic) => !topic.resolved))}
            {settled.length > 0 ? (
              <details className="mt-4">
                <summary className="min-h-9 cursor-pointer rounded-md py-1.5 font-medium text-ink-soft">
                  {t('topic.settled', { count: settled.length })}
                </summary>
                {rows(settled)}
              </details>
            ) : null}
          </>
        )
      }}
    </Loaded>
  )
}

type RowProps = { community: string; topic: Topic; onChosen: () => void }

function TopicRow({ community, topic, onChosen }: RowProps) {
  const { t } = useTranslation()
  const dates = useDateWords()
  return (
    <Link
      to={`/c/${community}/rooms/${topic.room}?topic=${topic.id}`}
      onClick={onChosen}
      className="flex min-h-11 items-center gap-3 rounded-md px-3 py-2 hover:bg-sunken"
    >
      <span className="min-w-0 flex-1">
        <span dir="auto" className="block font-semibold break-words">
          {topic.title}
        </span>
        <span className="block text-sm text-ink-soft">
          {topic.author_name}, {dates.short(topic.last?.time_ms ?? topic.time_ms)},{' '}
          {t('topic.replies', { count: topic.replies })}
        </span>
      </span>
      <CountBadge count={topic.unread} />
    </Link>
  )
}
