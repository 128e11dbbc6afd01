import { clsx } from 'clsx'
import { CircleCheck, CornerDownRight, Pencil, Reply, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { type Action, ActionsMenu } from '@/components/actions-menu'
import { Avatar } from '@/components/avatar'
import { Confirm } from '@/components/confirm'
import { Copies } from '@/components/copies'
import { Failure } from '@/components/failure'
import { IconButton } from '@/components/icon-button'
import { Markdown } from '@/components/markdown'
import { ReactionPicker, Reactions } from '@/components/reactions'
import { Tag } from '@/components/tag'
import type { Comment } from '@/generated/bindings'
import { useDateWords } from '@/lib/dates'
import { plainText } from '@/lib/plain-text'
import { useCommentDelete, useCommentReact } from './api'
import { EditComment } from './edit-comment'

type Props = {
  community: string
  post: string
  comment: Comment
  /** The comment it answers. */
  answers: Comment | undefined
  /** Whether it answers the question. */
  isAnswer?: boolean
  /** Marks it as the answer, or no longer; only where I may. */
  onAccept?: (() => void) | undefined
  onReply: () => void
}

/** One comment: who, when, what; what can be done with it. */
export function CommentRow(props: Props) {
  const { community, post, comment, answers, isAnswer = false, onAccept, onReply } = props
  const { t } = useTranslation()
  const dates = useDateWords()
  const remove = useCommentDelete()
  const react = useCommentReact()
  const [asking, setAsking] = useState(false)
  const [editing, setEditing] = useState(false)
  const toggle = (emoji: string, on: boolean) =>
    react.mutate({ community, post, comment: comment.id, emoji, on })
  const own: Action[] = comment.mine
    ? [
        { id: 'edit', label: t('common.edit'), icon: <Pencil />, run: () => setEditing(true) },
        {
          id: 'delete',
          label: t('common.delete'),
          icon: <Trash2 />,
          danger: true,
          run: () => setAsking(true),
        },
      ]
    : []
  if (onAccept) {
    const label = isAnswer ? t('comment.unaccept') : t('comment.accept')
    own.unshift({ id: 'accept', label, icon: <CircleCheck />, run: onAccept })
  }
  return (
    <article className={clsx('flex gap-3.5', isAnswer && '-mx-4 rounded-lg bg-brand-soft/60 p-4')}>
      <Avatar name={comment.author_name} color={comment.color} />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <Link
            href={`/c/${community}/people/${comment.author}`}
            className="min-h-6 rounded-sm font-semibold hover:underline"
          >
            {comment.author_name}
          </Link>
          <time
            dateTime={new Date(comment.time_ms).toISOString()}
            title={dates.full(comment.time_ms)}
            className="text-sm text-ink-soft"
          >
            {dates.short(comment.time_ms)}
          </time>
          {isAnswer ? (
            <Tag tone="brand" icon={<CircleCheck aria-hidden className="size-3.5" />}>
              {t('comment.answer')}
            </Tag>
          ) : null}
          {comment.edited ? <span className="text-sm text-ink-soft">({t('common.edited')})</span> : null}
        </p>
        {answers && !comment.deleted ? (
          <p className="flex min-w-0 items-center gap-1.5 text-sm text-ink-soft">
            <CornerDownRight aria-hidden className="size-4 shrink-0" />
            <span className="min-w-0 truncate">
              {t('comment.replyTo', { name: answers.author_name })} {plainText(answers.text)}
            </span>
          </p>
        ) : null}
        {comment.deleted ? <p className="text-ink-soft italic">{t('comment.deleted')}</p> : null}
        {editing ? (
          <EditComment community={community} post={post} comment={comment} onDone={() => setEditing(false)} />
        ) : null}
        {comment.deleted || editing ? null : (
          <>
            <Markdown text={comment.text} />
            <div className="mt-1 flex flex-wrap items-center gap-x-1 gap-y-1">
              <Reactions reactions={comment.reactions} onToggle={toggle} />
              <ReactionPicker label={t('common.react')} reactions={comment.reactions} onToggle={toggle} />
              <IconButton label={t('common.reply')} onPress={onReply}>
                <Reply aria-hidden className="size-5" />
              </IconButton>
              <ActionsMenu label={t('common.more')} actions={own} />
              {comment.mine ? <Copies copies={comment.copies} /> : null}
            </div>
          </>
        )}
        {react.error ? <Failure error={react.error} inline /> : null}
      </div>
      <Confirm
        isOpen={asking}
        title={t('comment.deleteTitle')}
        text={t('comment.deleteText')}
        confirm={t('common.delete')}
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() =>
          remove.mutate({ community, post, comment: comment.id }, { onSuccess: () => setAsking(false) })
        }
        onClose={() => setAsking(false)}
      />
    </article>
  )
}
