import type { UseQueryResult } from '@tanstack/react-query'
import { ArrowLeft, Pencil } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Button } from '@/components/button'
import { Failure } from '@/components/failure'
import { IconButton } from '@/components/icon-button'
import { Tag } from '@/components/tag'
import type { Topic } from '@/generated/bindings'
import type { NodeFailure } from '@/node/failure'
import { useTopicResolve } from './api'
import { TopicDialog } from './topic-dialog'

type Props = { community: string; room: string; query: UseQueryResult<Topic, NodeFailure> }

/** Over the messages of one topic: what it is about, whether it is settled, and the way back to all of the room. */
export function TopicBar({ community, room, query }: Props) {
  const { t } = useTranslation()
  const resolve = useTopicResolve()
  const [renaming, setRenaming] = useState(false)
  const topic = query.data
  const error = query.error ?? resolve.error
  return (
    <div className="flex flex-col gap-2 border-b border-line bg-brand-soft/50 px-6 py-2.5 narrow:px-4">
      <Link
        to={`/c/${community}/rooms/${room}`}
        className="flex min-h-6 items-center gap-1.5 self-start rounded-sm text-sm text-brand-ink hover:underline"
      >
        <ArrowLeft aria-hidden className="size-4" />
        {t('topic.back')}
      </Link>
      {topic ? (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <h2 dir="auto" className="min-w-0 text-lg font-bold break-words">
            {topic.title}
          </h2>
          {topic.resolved ? (
            <Tag tone="brand">
              {topic.resolved_by ? t('topic.resolvedBy', { name: topic.resolved_by }) : t('topic.resolved')}
            </Tag>
          ) : null}
          <span className="ml-auto flex items-center gap-1">
            {topic.mine ? (
              <IconButton label={t('topic.rename')} onPress={() => setRenaming(true)}>
                <Pencil aria-hidden className="size-4.5" />
              </IconButton>
            ) : null}
            {topic.may_resolve ? (
              <Button
                size="small"
                onPress={() => resolve.mutate({ community, room, topic: topic.id, on: !topic.resolved })}
              >
                {topic.resolved ? t('topic.reopen') : t('topic.resolve')}
              </Button>
            ) : null}
          </span>
        </div>
      ) : null}
      {error ? <Failure error={error} inline /> : null}
      {topic && renaming ? (
        <TopicDialog community={community} room={room} topic={topic} onClose={() => setRenaming(false)} />
      ) : null}
    </div>
  )
}
