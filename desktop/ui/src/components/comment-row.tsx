import { CircleCheck, History, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Comment } from '@/generated/bindings'
import type { NodeMutation } from '@/node/query'
import type { Action } from './actions-menu'
import { CommentForm } from './comment-form'
import { CommentView } from './comment-view'
import { Confirm } from './confirm'
import { Failure } from './failure'

/** What can be done with a comment; each feature says what it makes stale. */
export type CommentChanges = {
  edit: NodeMutation<'comment_edit'>
  remove: NodeMutation<'comment_delete'>
  react: NodeMutation<'comment_react'>
}

type Props = {
  community: string
  /** The post or event it stands under. */
  under: string
  comment: Comment
  /** The comment it answers. */
  answers: Comment | undefined
  changes: CommentChanges
  /** Shows what it said before. */
  onHistory: () => void
  /** Whether it answers the question. */
  isAnswer?: boolean
  /** Marks it as the answer, or no longer; only where I may. */
  onAccept?: (() => void) | undefined
  onReply: () => void
}

/** One comment, and what its author and others may do with it. */
export function CommentRow(props: Props) {
  const { community, under, comment, isAnswer = false, onAccept } = props
  const { edit, remove, react } = props.changes
  const { t } = useTranslation()
  const [open, setOpen] = useState<'remove' | 'edit'>()
  const close = () => setOpen(undefined)
  const of = { community, post: under, comment: comment.id }
  const actions: (Action | false)[] = [
    onAccept !== undefined && {
      id: 'accept',
      label: isAnswer ? t('comment.unaccept') : t('comment.accept'),
      icon: <CircleCheck />,
      run: onAccept,
    },
    comment.edited && {
      id: 'history',
      label: t('history.title'),
      icon: <History />,
      run: props.onHistory,
    },
    comment.mine && { id: 'edit', label: t('common.edit'), icon: <Pencil />, run: () => setOpen('edit') },
    comment.mine && {
      id: 'delete',
      label: t('common.delete'),
      icon: <Trash2 />,
      danger: true,
      run: () => setOpen('remove'),
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
        open === 'edit' ? (
          <CommentForm
            label={t('comment.label')}
            initial={comment.text}
            submit={t('common.save')}
            busy={edit.isPending}
            error={edit.error}
            autoFocus
            onSubmit={(text) => edit.mutateAsync({ ...of, text }).then(close)}
            onCancel={close}
          />
        ) : null
      }
    >
      {react.error ? <Failure error={react.error} inline /> : null}
      <Confirm
        isOpen={open === 'remove'}
        title={t('comment.deleteTitle')}
        text={t('comment.deleteText')}
        confirm={t('common.delete')}
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate(of, { onSuccess: close })}
        onClose={close}
      />
    </CommentView>
  )
}
