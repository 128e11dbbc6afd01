import { useQuery } from '@tanstack/react-query'
import { Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams } from 'react-router'
import { type Action, ActionsMenu } from '@/components/actions-menu'
import { Avatar } from '@/components/avatar'
import { Confirm } from '@/components/confirm'
import { Copies } from '@/components/copies'
import { Failure } from '@/components/failure'
import { Loaded } from '@/components/loaded'
import { Markdown } from '@/components/markdown'
import { ReactionPicker, Reactions } from '@/components/reactions'
import { Screen } from '@/components/screen'
import { Tag } from '@/components/tag'
import type { Post } from '@/generated/bindings'
import { useDateWords } from '@/lib/dates'
import { threadQuery, usePostDelete, usePostReact } from './api'
import { Comments } from './comments'
import { KindTag } from './kind-tag'

/** A post with its comments. */
export function Component() {
  const { t } = useTranslation()
  const { community = '', post = '' } = useParams()
  const thread = useQuery(threadQuery(community, post))
  const title = thread.data?.post.title || t('boards.title')
  return (
    <Screen title={title}>
      <Loaded query={thread}>
        {(data) => (
          <>
            <PostBody community={community} post={data.post} />
            <Comments community={community} post={data.post.id} comments={data.comments} />
          </>
        )}
      </Loaded>
    </Screen>
  )
}

function PostBody({ community, post }: { community: string; post: Post }) {
  const { t } = useTranslation()
  const dates = useDateWords()
  const navigate = useNavigate()
  const remove = usePostDelete()
  const react = usePostReact()
  const [asking, setAsking] = useState(false)
  const toggle = (emoji: string, on: boolean) => react.mutate({ community, post: post.id, emoji, on })
  if (post.deleted) return <p className="py-6 text-ink-soft italic">{t('post.deleted')}</p>
  const own: Action[] = post.mine
    ? [
        {
          id: 'edit',
          label: t('common.edit'),
          icon: <Pencil />,
          run: () => void navigate(`/c/${community}/posts/${post.id}/edit`),
        },
        {
          id: 'delete',
          label: t('common.delete'),
          icon: <Trash2 />,
          danger: true,
          run: () => setAsking(true),
        },
      ]
    : []
  return (
    <article className="rounded-xl border border-line bg-panel p-6 shadow-card narrow:p-4">
      <div className="mb-5 flex flex-wrap items-center gap-3">
        <Avatar name={post.author_name} color={post.color} />
        <div className="min-w-0 flex-1">
          <Link
            href={`/c/${community}/people/${post.author}`}
            className="rounded-sm font-semibold hover:underline"
          >
            {post.author_name}
          </Link>
          <p className="text-sm text-ink-soft">
            <time dateTime={new Date(post.time_ms).toISOString()}>{dates.full(post.time_ms)}</time>
            {post.edited ? ` (${t('common.edited')})` : null}
          </p>
        </div>
        <KindTag kind={post.kind} />
        <Tag>{post.board_name}</Tag>
        <ActionsMenu label={t('common.more')} actions={own} />
      </div>
      <Markdown text={post.body} />
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
        <Reactions reactions={post.reactions} onToggle={toggle} />
        <ReactionPicker label={t('common.react')} reactions={post.reactions} onToggle={toggle} />
        {post.mine ? <Copies copies={post.copies} /> : null}
      </div>
      {react.error ? <Failure error={react.error} inline /> : null}
      <Confirm
        isOpen={asking}
        title={t('post.deleteTitle')}
        text={t('post.deleteText')}
        confirm={t('common.delete')}
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() =>
          remove.mutate(
            { community, post: post.id },
            { onSuccess: () => void navigate(`/c/${community}/boards?board=${post.board}`) },
          )
        }
        onClose={() => setAsking(false)}
      />
    </article>
  )
}
