import { CircleCheck, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Action } from '@/components/actions-menu'
import { CommentForm } from '@/components/comment-form'
import { CommentView } from '@/components/comment-view'
import { Confirm } from '@/components/confirm'
import { Failure } from '@/components/failure'
import type { Comment } from '@/generated/bindings'
import { useCommentDelete, useCommentEdit, useCommentReact } from './api'

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

/** One comment under a post, and what its author and the post's may do with it. */
export function CommentRow(props: Props) {
  const { community, post, comment, isAnswer = false, onAccept } = props
  const { t } = useTranslation()
  const remove = useCommentDelete()
  const react = useCommentReact()
  const edit = useCommentEdit()
  const [asking, setAsking] = useState(false)
  const [editing, setEditing] = useState(false)
  const of = { community, post, comment: comment.id }
  const actions: (Action | false)[] = [
    onAccept !== undefined && {
      id: 'accept',
      label: isAnswer ? t('comment.unaccept') : t('comment.accept'),
      icon: <CircleCheck />,
      run: onAccept,
    },
    comment.mine && { id: 'edit', label: t('common.edit'), icon: <Pencil />, run: () => setEditing(true) },
    comment.mine && {
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
      answers={props.answers}
      isAnswer={isAnswer}
      actions={actions.filter((action) => action !== false)}
      onToggle={(emoji, on) => react.mutate({ ...of, emoji, on })}
      onReply={props.onReply}
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
