import { useQuery } from '@tanstack/react-query'
import { Pencil, Trash2 } from 'lucide-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Action } from '@/components/actions-menu'
import { CommentForm } from '@/components/comment-form'
import { CommentView } from '@/components/comment-view'
import { Confirm } from '@/components/confirm'
import { Failure } from '@/components/failure'
import { Loaded } from '@/components/loaded'
import type { Comment } from '@/generated/bindings'
import { commentsQuery, useCommentDelete, useCommentEdit, useCommentReact, useEventComment } from './api'

/** What is said about an event, and the place to say more: who brings what, who drives. */
export function Comments({ community, event }: { community: string; event: string }) {
  const { t } = useTranslation()
  const id = useId()
  const comments = useQuery(commentsQuery(community, event))
  const write = useEventComment()
  const [reply, setReply] = useState<Comment>()
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="mb-4 text-lg font-bold">
        {t('event.talk')}
      </h2>
      <Loaded query={comments}>
        {({ items }) => (
          <ul aria-labelledby={id} className="mb-6 flex flex-col gap-6 empty:hidden">
            {items.map((comment) => (
              <li key={comment.id}>
                <Row
                  community={community}
                  event={event}
                  comment={comment}
                  answers={items.find((one) => one.id === comment.reply_to)}
                  onReply={() => setReply(comment)}
                />
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      <CommentForm
        key={reply?.id}
        label={reply ? t('comment.replyTo', { name: reply.author_name }) : t('comment.label')}
        initial=""
        submit={t('comment.send')}
        busy={write.isPending}
        error={write.error}
        autoFocus={reply !== undefined}
        onCancel={reply ? () => setReply(undefined) : undefined}
        onSubmit={(text) =>
          write
            .mutateAsync({ community, event, text, reply_to: reply?.id ?? null })
            .then(() => setReply(undefined))
        }
      />
    </section>
  )
}

type RowProps = {
  community: string
  event: string
  comment: Comment
  answers: Comment | undefined
  onReply: () => void
}

function Row({ community, event, comment, answers, onReply }: RowProps) {
  const { t } = useTranslation()
  const edit = useCommentEdit()
  const remove = useCommentDelete()
  const react = useCommentReact()
  const [asking, setAsking] = useState(false)
  const [editing, setEditing] = useState(false)
  const of = { community, post: event, comment: comment.id }
  const own: Action[] = [
    { id: 'edit', label: t('common.edit'), icon: <Pencil />, run: () => setEditing(true) },
    {
      id: 'delete',
      label: t('common.delete'),
      icon: <Trash2 />,
      danger: true,
      run: () => setAsking(true),
    },
  ]
  return (
    <CommentView
      community={community}
      comment={comment}
      answers={answers}
      actions={comment.mine ? own : []}
      onToggle={(emoji, on) => react.mutate({ ...of, emoji, on })}
      onReply={onReply}
      editing={
        editing ? (
          <CommentForm
            label={t('comment.label')}
            initial={comment.text}
            submit={t('common.save')}
            busy={edit.isPending}
            error={edit.error}
            autoFocus
            onSubmit={(text) => edit.mutateAsync({ ...of, text }).then(() => setEditing(false))}
            onCancel={() => setEditing(false)}
          />
        ) : null
      }
    >
      {react.error ? <Failure error={react.error} inline /> : null}
      <Confirm
        isOpen={asking}
        title={t('comment.deleteTitle')}
        text={t('comment.deleteText')}
        confirm={t('common.delete')}
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate(of, { onSuccess: () => setAsking(false) })}
        onClose={() => setAsking(false)}
      />
    </CommentView>
  )
}
