import { useQuery } from '@tanstack/react-query'
import { Lock } from 'lucide-react'
import { type ComponentProps, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CommentForm } from '@/components/comment-form'
import { CommentRow } from '@/components/comment-row'
import { CommentsUnderWay } from '@/components/comments-under-way'
import { Failure } from '@/components/failure'
import { HistoryDialog } from '@/components/history-dialog'
import type { Comment, Post } from '@/generated/bindings'
import { draftQuery, useDraftKeeper } from '@/node/drafts'
import type { NodeFailure } from '@/node/failure'
import { useHistory } from '@/node/history'
import { useSend, useUnderWay } from '@/node/under-way'
import { keepComment, useAnswerAccept, useCommentChanges } from './api'

type Props = { community: string; post: Post; comments: readonly Comment[] }

/** What was said about a post, oldest first, and the place to say more. */
export function Comments({ community, post, comments }: Props) {
  const { t } = useTranslation()
  const id = useId()
  const [reply, setReply] = useState<Comment>()
  const sent = useUnderWay('comment_write', [community, post.id])
  const accept = useAnswerAccept()
  const canAccept = post.kind === 'question' && post.mine
  const toggleAnswer = (comment: Comment) =>
    accept.mutate({ community, post: post.id, comment: comment.id === post.answer ? null : comment.id })
  // The answer stands first: who has the same question reads it at once.
  const sorted = comments.toSorted((a, b) => Number(b.id === post.answer) - Number(a.id === post.answer))
  const byId = new Map(comments.map((comment) => [comment.id, comment]))
  return (
    <section aria-labelledby={id} className="mt-10">
      <h2 id={id} className="mb-4 text-lg font-bold">
        {comments.length > 0 ? t('post.comments', { count: comments.length }) : t('comment.title')}
      </h2>
      {comments.length === 0 ? <p className="mb-6 text-ink-soft">{t('post.noComments')}</p> : null}
      <ul aria-labelledby={id} className="flex flex-col gap-6">
        {sorted.map((comment) => (
          <li key={comment.id}>
            <Row
              community={community}
              under={post.id}
              comment={comment}
              isAnswer={comment.id === post.answer}
              onAccept={canAccept ? () => toggleAnswer(comment) : undefined}
              answers={comment.reply_to ? byId.get(comment.reply_to) : undefined}
              onReply={() => setReply(comment)}
            />
          </li>
        ))}
      </ul>
      <CommentsUnderWay community={community} under={post.id} sent={sent} kept={comments} />
      {accept.error ? <Failure error={accept.error} inline /> : null}
      {post.closed ? (
        <p className="mt-8 flex items-center gap-2 rounded-lg bg-sunken px-4 py-3 text-ink-soft">
          <Lock aria-hidden className="size-4.5 shrink-0" />
          {t('post.closedText')}
        </p>
      ) : (
        <WriteComment community={community} post={post.id} reply={reply} onDone={() => setReply(undefined)} />
      )}
    </section>
  )
}

/** A comment under a post. */
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

type WriteProps = { community: string; post: string; reply: Comment | undefined; onDone: () => void }

function WriteComment({ community, post, reply, onDone }: WriteProps) {
  const { t } = useTranslation()
  const kept = useQuery(draftQuery(community, post))
  const draft = useDraftKeeper(community, post)
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
  const write = useSend('comment_write', [community, post], {
    keep: (queries, comment) => {
      keepComment(queries, community, comment)
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
    <div className="mt-8">
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
          write({ community, post, text, reply_to: reply?.id ?? null })
          set('')
          draft.hold()
          onDone()
          return 'sent'
        }}
      />
    </div>
  )
}
