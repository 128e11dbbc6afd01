import { useQuery } from '@tanstack/react-query'
import { type ComponentProps, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CommentForm } from '@/components/comment-form'
import { CommentRow } from '@/components/comment-row'
import { CommentsUnderWay } from '@/components/comments-under-way'
import { HistoryDialog } from '@/components/history-dialog'
import { Loaded } from '@/components/loaded'
import type { Comment } from '@/generated/bindings'
import { draftQuery, useDraftKeeper } from '@/node/drafts'
import type { NodeFailure } from '@/node/failure'
import { useHistory } from '@/node/history'
import { useSend, useUnderWay } from '@/node/under-way'
import { commentsQuery, keepComment, useCommentChanges } from './api'

/** What is said about an event, and the place to say more: who brings what, who drives. */
export function Comments({ community, event }: { community: string; event: string }) {
  const { t } = useTranslation()
  const id = useId()
  const comments = useQuery(commentsQuery(community, event))
  const sent = useUnderWay('event_comment', [community, event])
  const [reply, setReply] = useState<Comment>()
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="mb-4 text-lg font-bold">
        {t('event.talk')}
      </h2>
      <Loaded query={comments}>
        {({ items }) => (
          <>
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
            <CommentsUnderWay community={community} under={event} sent={sent} kept={items} />
          </>
        )}
      </Loaded>
      <WriteComment community={community} event={event} reply={reply} onDone={() => setReply(undefined)} />
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

type WriteProps = { community: string; event: string; reply: Comment | undefined; onDone: () => void }

/** What is begun here is kept on this device, also when one leaves. */
function WriteComment({ community, event, reply, onDone }: WriteProps) {
  const { t } = useTranslation()
  const kept = useQuery(draftQuery(community, event))
  const draft = useDraftKeeper(community, event)
  // What was begun stays when one turns to answer somebody.
  const [begun, setBegun] = useState<string>()
  const [refused, setRefused] = useState<NodeFailure | null>(null)
  // The form begins anew with what came back.
  const [given, setGiven] = useState(0)
  const now = useRef('')
  now.current = begun ?? kept.data?.text ?? ''
  const set = (text: string) => {
    now.current = text
    setBegun(text)
  }
  const write = useSend('event_comment', [community, event], {
    keep: (queries, comment) => {
      keepComment(queries, community, event, comment)
      if (now.current === '') draft.forget()
    },
    refused: ({ input }, error) => {
      setRefused(error)
      set(now.current === '' ? input.text : `${input.text}\n${now.current}`)
      draft.keep(now.current)
      setGiven((n) => n + 1)
    },
  })
  return (
    <CommentForm
      key={`${reply?.id ?? ''} ${given}`}
      label={reply ? t('comment.replyTo', { name: reply.author_name }) : t('comment.label')}
      initial={begun ?? kept.data?.text ?? ''}
      submit={t('comment.send')}
      busy={false}
      error={refused}
      autoFocus={reply !== undefined}
      onType={(text) => {
        set(text)
        draft.keep(text)
      }}
      onCancel={reply ? onDone : undefined}
      onSubmit={(text) => {
        setRefused(null)
        write({ community, event, text, reply_to: reply?.id ?? null })
        set('')
        draft.hold()
        onDone()
        return 'sent'
      }}
    />
  )
}
