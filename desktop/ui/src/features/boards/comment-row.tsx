import { CornerDownRight, Pencil, Reply, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { type Action, ActionsMenu } from '@/components/actions-menu'
import { Avatar } from '@/components/avatar'
import { Button } from '@/components/button'
import { Confirm } from '@/components/confirm'
import { Copies } from '@/components/copies'
import { Failure } from '@/components/failure'
import { IconButton } from '@/components/icon-button'
import { Markdown } from '@/components/markdown'
import { ReactionPicker, Reactions } from '@/components/reactions'
import { TextField } from '@/components/text-field'
import type { Comment } from '@/generated/bindings'
import { useDateWords } from '@/lib/dates'
import { plainText } from '@/lib/plain-text'
import { useCommentDelete, useCommentEdit, useCommentReact } from './api'

type Props = {
  community: string
  post: string
  comment: Comment
  /** The comment it answers. */
  answers: Comment | undefined
  onReply: () => void
}

/** One comment: who, when, what; what can be done with it. */
export function CommentRow({ community, post, comment, answers, onReply }: Props) {
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
  return (
    <article className="flex gap-3.5">
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

type EditProps = { community: string; post: string; comment: Comment; onDone: () => void }

function EditComment({ community, post, comment, onDone }: EditProps) {
  const { t } = useTranslation()
  const edit = useCommentEdit()
  const [text, setText] = useState(comment.text)
  return (
    <form
      className="mt-1 flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        edit.mutate({ community, post, comment: comment.id, text: text.trim() }, { onSuccess: onDone })
      }}
    >
      <TextField label={t('comment.label')} value={text} onChange={setText} rows={3} autoFocus />
      {edit.error ? <Failure error={edit.error} inline /> : null}
      <div className="flex justify-end gap-3">
        <Button onPress={onDone}>{t('common.cancel')}</Button>
        <Button type="submit" look="primary" isDisabled={text.trim() === '' || edit.isPending}>
          {t('common.save')}
        </Button>
      </div>
    </form>
  )
}
