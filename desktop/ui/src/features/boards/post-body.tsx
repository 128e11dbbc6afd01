import { Lock, Pin } from 'lucide-react'
import { Link } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { Avatar } from '@/components/avatar'
import { Copies } from '@/components/copies'
import { Failure } from '@/components/failure'
import { Markdown } from '@/components/markdown'
import { ReactionPicker, Reactions } from '@/components/reactions'
import { Tag } from '@/components/tag'
import type { Post } from '@/generated/bindings'
import { useDateWords } from '@/lib/dates'
import { usePostReact } from './api'
import { KindTag } from './kind-tag'
import { PostAckBox } from './post-ack'
import { PostMenu } from './post-menu'

type Props = {
  community: string
  post: Post
  /** Whether it is not on the disk of this machine yet: then there is nothing to do with it. */
  underWay?: boolean
}

/** What a post says, who wrote it and when; what can be done with it. */
export function PostBody({ community, post, underWay = false }: Props) {
  const { t } = useTranslation()
  const dates = useDateWords()
  const react = usePostReact()
  const toggle = (emoji: string, on: boolean) => react.mutate({ community, post: post.id, emoji, on })
  if (post.deleted) return <p className="py-6 text-ink-soft italic">{t('post.deleted')}</p>
  return (
    <article className="rounded-xl border border-line bg-panel p-6 shadow-card narrow:p-4">
      <div className="mb-5 flex flex-wrap items-center gap-3">
        <Avatar name={post.author_name} color={post.color} />
        <div className="min-w-0 flex-1 basis-48">
          <Link
            href={`/c/${community}/people/${post.author}`}
            className="inline-flex min-h-6 items-center rounded-sm font-semibold hover:underline"
          >
            <span dir="auto">{post.author_name}</span>
          </Link>
          <p className="text-sm text-ink-soft">
            <time dateTime={new Date(post.time_ms).toISOString()}>{dates.full(post.time_ms)}</time>
            {post.edited ? ` (${t('common.edited')})` : null}
          </p>
        </div>
        <KindTag kind={post.kind} />
        {post.pinned ? <Tag icon={<Pin aria-hidden className="size-3.5" />}>{t('post.pinned')}</Tag> : null}
        {post.closed ? <Tag icon={<Lock aria-hidden className="size-3.5" />}>{t('post.closed')}</Tag> : null}
        <Tag>{post.board_name}</Tag>
        {underWay ? null : <PostMenu community={community} post={post} />}
      </div>
      <Markdown text={post.body} />
      {post.ack && !underWay ? <PostAckBox community={community} post={post} ack={post.ack} /> : null}
      {post.tags.length > 0 ? (
        <ul aria-label={t('post.tags')} className="mt-5 flex flex-wrap gap-2">
          {post.tags.map((tag) => (
            <li key={tag}>
              <Tag>{tag}</Tag>
            </li>
          ))}
        </ul>
      ) : null}
      <div className="mt-4 flex flex-wrap items-center gap-x-3 gap-y-2">
        {underWay ? null : (
          <>
            <Reactions reactions={post.reactions} onToggle={toggle} />
            <ReactionPicker label={t('common.react')} reactions={post.reactions} onToggle={toggle} />
          </>
        )}
        {post.mine ? <Copies copies={post.copies} underWay={underWay} /> : null}
      </div>
      {react.error ? <Failure error={react.error} inline /> : null}
    </article>
  )
}
