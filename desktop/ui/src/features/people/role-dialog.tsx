import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/button'
import { Choice } from '@/components/choice'
import { Dialog } from '@/components/dialog'
import { Failure } from '@/components/failure'
import type { Profile, Role } from '@/generated/bindings'
import { useMemberRole } from './api'
import { RANKS } from './ranks'

type Props = { community: string; profile: Profile; mine: Role; onClose: () => void }

/** Gives somebody another rank, below my own. */
export function RoleDialog({ community, profile, mine, onClose }: Props) {
  const { t } = useTranslation()
  const change = useMemberRole()
  const [role, setRole] = useState<Role>(profile.role)
  const offered = RANKS.slice(0, Math.max(1, RANKS.indexOf(mine)))
  return (
    <Dialog title={t('member.roleTitle', { name: profile.name })} isOpen onClose={onClose}>
      <div className="flex flex-col gap-5">
        <Choice
          label={t('member.role')}
          value={role}
          onChange={setRole}
          options={offered.map((id) => ({ id, label: t(`role.${id}`) }))}
        />
        <p className="text-ink-soft">{t(`member.may.${role}`)}</p>
        {change.error ? <Failure error={change.error} inline /> : null}
        <div className="flex justify-end gap-3">
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button
            look="primary"
            isDisabled={change.isPending || role === profile.role}
            onPress={() => change.mutate({ community, person: profile.person, role }, { onSuccess: onClose })}
          >
            {t('common.save')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
