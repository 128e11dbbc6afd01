import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/button'
import { Failure } from '@/components/failure'
import { TextField } from '@/components/text-field'
import type { Comment } from '@/generated/bindings'
import { draftQuery, useCommentWrite, useDraftSet } from './api'
import { CommentRow } from './comment-row'

type Props = { community: string; post: string; comments: readonly Comment[] }

/** What was said about a post, oldest first, and the place to say more. */
export function Comments({ community, post, comments }: Props) {
  const { t } = useTranslation()
  const id = useId()
  const [reply, setReply] = useState<Comment>()
  const byId = new Map(comments.map((comment) => [comment.id, comment]))
  return (
    <section aria-labelledby={id} className="mt-10">
      <h2 id={id} className="mb-4 text-lg font-bold">
        {comments.length > 0 ? t('post.comments', { count: comments.length }) : t('comment.title')}
      </h2>
      {comments.length === 0 ? <p className="mb-6 text-ink-soft">{t('post.noComments')}</p> : null}
      <ul aria-labelledby={id} className="flex flex-col gap-6">
        {comments.map((comment) => (
          <li key={comment.id}>
            <CommentRow
              community={community}
              post={post}
              comment={comment}
              answers={comment.reply_to ? byId.get(comment.reply_to) : undefined}
              onReply={() => setReply(comment)}
            />
          </li>
        ))}
      </ul>
      <WriteComment community={community} post={post} reply={reply} onDone={() => setReply(undefined)} />
    </section>
  )
}

type WriteProps = { community: string; post: string; reply: Comment | undefined; onDone: () => void }

function WriteComment({ community, post, reply, onDone }: WriteProps) {
  const { t } = useTranslation()
  const kept = useQuery(draftQuery(community, post))
  const keep = useDraftSet()
  const write = useCommentWrite()
  const [typed, setTyped] = useState<string>()
  const text = typed ?? kept.data?.text ?? ''
  const submit = () =>
    write.mutate(
      { community, post, text: text.trim(), reply_to: reply?.id ?? null },
      {
        onSuccess: () => {
          setTyped('')
          keep.mutate({ community, place: post, text: '' })
          onDone()
        },
      },
    )
  return (
    <form
      className="mt-8 flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <TextField
        key={reply?.id}
        label={reply ? t('comment.replyTo', { name: reply.author_name }) : t('comment.label')}
        value={text}
        onChange={setTyped}
        onBlur={() => typed !== undefined && keep.mutate({ community, place: post, text: typed })}
        autoFocus={reply !== undefined}
        rows={3}
        placeholder={t('comment.placeholder')}
      />
      {write.error ? <Failure error={write.error} inline /> : null}
      <div className="flex justify-end gap-3">
        {reply ? <Button onPress={onDone}>{t('common.cancel')}</Button> : null}
        <Button type="submit" look="primary" isDisabled={text.trim() === '' || write.isPending}>
          {t('comment.send')}
        </Button>
      </div>
    </form>
  )
}
