import { useQuery } from '@tanstack/react-query'
import { type ComponentProps, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CommentForm } from '@/components/comment-form'
import { CommentRow } from '@/components/comment-row'
import { HistoryDialog } from '@/components/history-dialog'
import { Loaded } from '@/components/loaded'
import type { Comment } from '@/generated/bindings'
import { useHistory } from '@/node/history'
import { commentsQuery, useCommentChanges, useEventComment } from './api'

/** What is said about an event, and the place to say more: who brings what, who drives. */
export function Comments({ community, event }: { community: string; event: string }) {
  const { t } = useTranslation()
  const id = useId()
  const comments = useQuery(commentsQuery(community, event))
  const write = useEventComment()
  const [reply, setReply] = useState<Comment>()
  // What was begun stays when one turns to answer somebody.
  const [begun, setBegun] = useState('')
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
                  under={event}
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
        initial={begun}
        submit={t('comment.send')}
        busy={write.isPending}
        error={write.error}
        autoFocus={reply !== undefined}
        onType={setBegun}
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

/** A comment under an event. */
function Row(props: Omit<ComponentProps<typeof CommentRow>, 'changes' | 'onHistory'>) {
  const [looking, setLooking] = useState(false)
  const versions = useHistory(props.community, props.comment.id, looking)
  return (
    <>
      <CommentRow {...props} changes={useCommentChanges()} onHistory={() => setLooking(true)} />
      <HistoryDialog versions={versions} isOpen={looking} onClose={() => setLooking(false)} />
    </>
  )
}
