import { useTranslation } from 'react-i18next'
import type { Comment } from '@/generated/bindings'
import { useMe } from '@/node/me'
import type { UnderWay } from '@/node/under-way'
import { CommentView } from './comment-view'

type Props = {
  community: string
  /** The post or event it stands under. */
  under: string
  sent: readonly UnderWay<'comment_write' | 'event_comment'>[]
  kept: readonly Comment[]
}

/** The comments that I just wrote and that are under way, shown as they will be. */
export function CommentsUnderWay({ community, under, sent, kept }: Props) {
  const { t } = useTranslation()
  const me = useMe(community)
  if (!me || sent.length === 0) return null
  return (
    <ul aria-label={t('comment.underWay')} className="mt-6 flex flex-col gap-6">
      {sent.map(({ key, input, at_ms }) => (
        <li key={key}>
          <CommentView
            community={community}
            comment={{
              id: key,
              post: under,
              author: me.person,
              author_name: me.name,
              color: me.color,
              time_ms: at_ms,
              text: input.text,
              reply_to: input.reply_to ?? null,
              edited: false,
              deleted: false,
              reactions: [],
              mine: true,
              copies: 0,
            }}
            answers={kept.find((one) => one.id === input.reply_to)}
            actions={[]}
            onToggle={() => {}}
            onReply={() => {}}
            underWay
          />
        </li>
      ))}
    </ul>
  )
}
