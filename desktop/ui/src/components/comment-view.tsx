import { clsx } from 'clsx'
import { CircleCheck, CornerDownRight, Reply } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { Comment } from '@/generated/bindings'
import { useDateWords } from '@/lib/dates'
import { plainText } from '@/lib/plain-text'
import { type Action, ActionsMenu } from './actions-menu'
import { Avatar } from './avatar'
import { Copies } from './copies'
import { IconButton } from './icon-button'
import { Markdown } from './markdown'
import { ReactionPicker, Reactions } from './reactions'
import { Tag } from './tag'

type Props = {
  community: string
  comment: Comment
  /** The comment it answers. */
  answers: Comment | undefined
  /** Whether it answers the question. */
  isAnswer?: boolean
  actions: readonly Action[]
  onToggle: (emoji: string, on: boolean) => void
  onReply: () => void
  /** Whether it is not on the disk of this machine yet. */
  underWay?: boolean
  /** The form that takes the place of the text while it is changed. */
  editing?: ReactNode
  children?: ReactNode
}

/** One comment: who, when, what; what can be done with it. */
export function CommentView(props: Props) {
  const { community, comment, answers, isAnswer = false, underWay = false, onToggle, editing } = props
  const { t } = useTranslation()
  const dates = useDateWords()
  return (
    <article className={clsx('flex gap-3.5', isAnswer && '-mx-4 rounded-lg bg-brand-soft/60 p-4')}>
      <Avatar name={comment.author_name} color={comment.color} />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <Link
            href={`/c/${community}/people/${comment.author}`}
            className="min-h-6 rounded-sm font-semibold hover:underline"
          >
            <span dir="auto">{comment.author_name}</span>
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
        {comment.deleted ? <p className="text-ink-soft italic">{t('comment.deleted')}</p> : editing}
        {comment.deleted || editing ? null : (
          <>
            <Markdown text={comment.text} />
            <div className="mt-1 flex flex-wrap items-center gap-x-1 gap-y-1 print:hidden">
              {underWay ? null : (
                <>
                  <Reactions reactions={comment.reactions} onToggle={onToggle} />
                  <ReactionPicker
                    label={t('common.react')}
                    reactions={comment.reactions}
                    onToggle={onToggle}
                  />
                  <IconButton label={t('common.reply')} onPress={props.onReply}>
                    <Reply aria-hidden className="size-5" />
                  </IconButton>
                  <ActionsMenu label={t('common.more')} actions={props.actions} />
                </>
              )}
              {comment.mine ? <Copies copies={comment.copies} underWay={underWay} /> : null}
            </div>
          </>
        )}
        {props.children}
      </div>
    </article>
  )
}
