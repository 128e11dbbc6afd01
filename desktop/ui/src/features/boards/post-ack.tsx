import { Check, Eye, UsersRound } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/button'
import { Failure } from '@/components/failure'
import type { Post, PostAck } from '@/generated/bindings'
import { useAcknowledge } from './api'
import { ReadersDialog } from './readers-dialog'

type Props = { community: string; post: Post; ack: PostAck }

/** “I have read it”: one button, how many have, and for those who asked: who has not. */
export function PostAckBox({ community, post, ack }: Props) {
  const { t } = useTranslation()
  const acknowledge = useAcknowledge()
  const [asking, setAsking] = useState(false)
  const say = (on: boolean) => acknowledge.mutate({ community, post: post.id, on })
  return (
    <section
      aria-label={t('ack.title')}
      className="mt-6 rounded-lg bg-warm-soft px-5 py-4 text-warm-ink narrow:px-4 print:hidden"
    >
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
        <div className="min-w-0 flex-1 basis-48">
          <p className="font-semibold">
            {post.mine ? t('ack.asked') : ack.mine ? t('ack.thanks') : t('ack.please')}
          </p>
          <p role="status" className="text-sm">
            {t('ack.count', { count: ack.read, all: ack.members })}
          </p>
        </div>
        {post.mine || post.may_pin ? (
          <Button
            size="small"
            icon={<UsersRound aria-hidden className="size-4.5" />}
            onPress={() => setAsking(true)}
          >
            {t('ack.who')}
          </Button>
        ) : null}
        {post.mine ? null : ack.mine ? (
          <Button size="small" icon={<Check aria-hidden className="size-4.5" />} onPress={() => say(false)}>
            {t('ack.undo')}
          </Button>
        ) : (
          <Button look="primary" icon={<Eye aria-hidden className="size-5" />} onPress={() => say(true)}>
            {t('ack.read')}
          </Button>
        )}
      </div>
      {acknowledge.error ? (
        <div className="mt-3">
          <Failure error={acknowledge.error} inline />
        </div>
      ) : null}
      <ReadersDialog community={community} post={post.id} isOpen={asking} onClose={() => setAsking(false)} />
    </section>
  )
}
