import { CircleCheck, Eye, Lock, MessageSquare, Pin } from 'lucide-react'
import { Link } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { Avatar } from '@/components/avatar'
import { Tag } from '@/components/tag'
import type { Post } from '@/generated/bindings'
import { useDateWords } from '@/lib/dates'
import { plainText } from '@/lib/plain-text'
import { KindTag } from './kind-tag'

type Props = { community: string; post: Post; showBoard: boolean }

/** A post in the list: kind, title, its first lines, who and when. */
export function PostCard({ community, post, showBoard }: Props) {
  const { t } = useTranslation()
  const dates = useDateWords()
  if (post.deleted) {
    return <p className="rounded-lg border border-line px-5 py-4 text-ink-soft italic">{t('post.deleted')}</p>
  }
  return (
    <article className="relative flex gap-4 rounded-lg border border-line bg-panel p-5 shadow-card transition-colors hover:border-line-strong narrow:p-4">
      <div className="narrow:hidden">
        <Avatar name={post.author_name} color={post.color} />
      </div>
      <div className="min-w-0 flex-1">
        <div className="mb-1.5 flex flex-wrap items-center gap-2 text-sm text-ink-soft">
          <KindTag kind={post.kind} />
          {showBoard ? <span>{post.board_name}</span> : null}
          {post.pinned ? <Tag icon={<Pin aria-hidden className="size-3.5" />}>{t('post.pinned')}</Tag> : null}
          {post.closed ? (
            <Tag icon={<Lock aria-hidden className="size-3.5" />}>{t('post.closed')}</Tag>
          ) : null}
          {post.answer ? (
            <Tag tone="brand" icon={<CircleCheck aria-hidden className="size-3.5" />}>
              {t('post.answered')}
            </Tag>
          ) : null}
          {post.ack && !post.mine && !post.ack.mine ? (
            <Tag tone="warm" icon={<Eye aria-hidden className="size-3.5" />}>
              {t('ack.toRead')}
            </Tag>
          ) : null}
        </div>
        <h2 className="text-lg font-semibold">
          <Link
            href={`/c/${community}/posts/${post.id}`}
            className="rounded-sm after:absolute after:inset-0 after:rounded-lg"
          >
            <span dir="auto" className="min-w-0 wrap-anywhere">
              {post.title}
            </span>
          </Link>
        </h2>
        <p dir="auto" className="mt-0.5 line-clamp-2 text-ink-soft">
          {plainText(post.body)}
        </p>
        <p className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-1 text-sm text-ink-soft">
          <span>{t('post.byline', { author: post.author_name, date: dates.short(post.time_ms) })}</span>
          <span className="inline-flex items-center gap-1.5">
            <MessageSquare aria-hidden className="size-4" />
            {t('post.comments', { count: post.comments })}
          </span>
        </p>
      </div>
    </article>
  )
}
