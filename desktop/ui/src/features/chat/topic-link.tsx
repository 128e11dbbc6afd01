import { CircleCheck, MessagesSquare } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { MessageTopic } from '@/generated/bindings'

type Props = { community: string; room: string; topic: MessageTopic; tabStop: boolean }

const placeOf = ({ community, room, topic }: Props) => `/c/${community}/rooms/${room}?topic=${topic.id}`

/** Under a message: the topic it belongs to. */
export function TopicLink(props: Props) {
  const { t } = useTranslation()
  const { topic, tabStop } = props
  const Icon = topic.resolved ? CircleCheck : MessagesSquare
  return (
    <Link
      to={placeOf(props)}
      tabIndex={tabStop ? 0 : -1}
      aria-label={t('topic.in', { title: topic.title })}
      className="mt-0.5 inline-flex min-h-6 max-w-full items-center gap-1.5 rounded-sm text-sm text-ink-soft hover:text-brand-ink hover:underline"
    >
      <Icon aria-hidden className="size-3.5 shrink-0" />
      <span dir="auto" className="truncate">
        {topic.title}
      </span>
    </Link>
  )
}

/** In the place of a message: the topic that it opens. */
export function TopicCard(props: Props) {
  const { t } = useTranslation()
  const { topic, tabStop } = props
  const Icon = topic.resolved ? CircleCheck : MessagesSquare
  return (
    <Link
      to={placeOf(props)}
      tabIndex={tabStop ? 0 : -1}
      className="my-1 flex min-h-11 max-w-xl items-center gap-3 rounded-lg border border-line bg-panel px-4 py-2.5 shadow-card hover:border-line-strong"
    >
      <Icon aria-hidden className="size-5 shrink-0 text-brand-ink" />
      <span className="min-w-0">
        <span className="block text-xs text-ink-soft">
          {topic.resolved ? t('topic.resolved') : t('topic.opens')}
        </span>
        <span dir="auto" className="block font-semibold break-words">
          {topic.title}
        </span>
      </span>
    </Link>
  )
}
