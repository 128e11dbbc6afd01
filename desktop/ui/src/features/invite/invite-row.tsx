import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/button'
import { Confirm } from '@/components/confirm'
import { Tag } from '@/components/tag'
import type { Invite } from '@/generated/bindings'
import { useDateWords } from '@/lib/dates'
import { useInviteRevoke } from './api'

type State = 'open' | 'revoked' | 'expired' | 'used'

/** Returns whether an invitation still opens the door. `now`: ms since 1970. */
export function stateOf(invite: Invite, now: number): State {
  if (invite.revoked) return 'revoked'
  if (invite.uses !== null && invite.used >= invite.uses) return 'used'
  if (invite.expires_ms !== null && invite.expires_ms < now) return 'expired'
  return 'open'
}

type Props = { community: string; invite: Invite; onShow: () => void }

/** An invitation in the list: by whom, how often used, until when. */
export function InviteRow({ community, invite, onShow }: Props) {
  const { t } = useTranslation()
  const dates = useDateWords()
  const revoke = useInviteRevoke()
  const [asking, setAsking] = useState(false)
  const state = stateOf(invite, Date.now())
  const used =
    invite.uses === null
      ? t('invite.used', { count: invite.used })
      : t('invite.usedOf', { used: invite.used, uses: invite.uses })
  const until =
    invite.expires_ms === null
      ? t('invite.noEnd')
      : t('invite.until', { date: dates.date(invite.expires_ms) })
  return (
    <article className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg border border-line bg-panel px-5 py-3 shadow-card">
      <div className="min-w-0 flex-1 basis-60">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          {t('invite.by', { name: invite.author_name, date: dates.date(invite.created_ms) })}
          <Tag tone={state === 'open' ? 'brand' : 'calm'}>{t(`invite.state.${state}`)}</Tag>
        </p>
        <p className="text-sm text-ink-soft">
          {t(`role.${invite.role}`)}, {used}, {until}
        </p>
      </div>
      {state === 'open' ? (
        <div className="flex gap-2">
          {invite.link ? (
            <Button size="small" onPress={onShow}>
              {t('invite.show')}
            </Button>
          ) : null}
          <Button size="small" onPress={() => setAsking(true)}>
            {t('invite.revoke')}
          </Button>
        </div>
      ) : null}
      <Confirm
        isOpen={asking}
        title={t('invite.revokeTitle')}
        text={t('invite.revokeText')}
        confirm={t('invite.revoke')}
        busy={revoke.isPending}
        error={revoke.error}
        onConfirm={() =>
          revoke.mutate({ community, invite: invite.id }, { onSuccess: () => setAsking(false) })
        }
        onClose={() => setAsking(false)}
      />
    </article>
  )
}
