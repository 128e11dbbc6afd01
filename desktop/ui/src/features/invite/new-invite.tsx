import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/button'
import { Choice } from '@/components/choice'
import { Failure } from '@/components/failure'
import { Switch } from '@/components/switch'
import type { Invite, Role } from '@/generated/bindings'
import { DAY_MS } from '@/lib/dates'
import { useInviteCreate } from './api'

const uses = { '1': 1, '10': 10, any: null } as const
const lengths = { day: 1, week: 7, month: 30, never: null } as const
/** Who may hand out which role: at most their own, and never the founder's. */
const offered: Record<Role, readonly Role[]> = {
  guest: ['guest'],
  member: ['member', 'guest'],
  moderator: ['member', 'moderator', 'guest'],
  admin: ['member', 'moderator', 'admin', 'guest'],
  owner: ['member', 'moderator', 'admin', 'guest'],
}

type Props = { community: string; role: Role; onMade: (invite: Invite) => void }

/** Asks how the invitation should be; its usual values fit most. */
export function NewInvite({ community, role, onMade }: Props) {
  const { t } = useTranslation()
  const create = useInviteCreate()
  const [as, setAs] = useState<Role>(offered[role][0] ?? 'guest')
  const [count, setCount] = useState<keyof typeof uses>('1')
  const [length, setLength] = useState<keyof typeof lengths>('week')
  const [approval, setApproval] = useState(false)
  const submit = () => {
    const days = lengths[length]
    const expires_ms = days === null ? null : Date.now() + days * DAY_MS
    create.mutate({ community, role: as, uses: uses[count], expires_ms, approval }, { onSuccess: onMade })
  }
  return (
    <form
      className="flex flex-col gap-6 rounded-xl border border-line bg-panel p-6 shadow-card narrow:p-4"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <Choice
        label={t('invite.uses')}
        value={count}
        onChange={setCount}
        options={(['1', '10', 'any'] as const).map((id) => ({ id, label: t(`invite.uses.${id}`) }))}
      />
      <Choice
        label={t('invite.expires')}
        value={length}
        onChange={setLength}
        options={(['day', 'week', 'month', 'never'] as const).map((id) => ({
          id,
          label: t(`invite.expires.${id}`),
        }))}
      />
      <Choice
        label={t('invite.role')}
        value={as}
        onChange={setAs}
        options={offered[role].map((id) => ({ id, label: t(`role.${id}`) }))}
      />
      <Switch isSelected={approval} onChange={setApproval}>
        {t('invite.approval')}
      </Switch>
      {create.error ? <Failure error={create.error} inline /> : null}
      <div>
        <Button type="submit" look="primary" isDisabled={create.isPending}>
          {create.isPending ? t('invite.creating') : t('invite.create')}
        </Button>
      </div>
    </form>
  )
}
