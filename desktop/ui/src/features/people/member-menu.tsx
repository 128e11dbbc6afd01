import { useQuery } from '@tanstack/react-query'
import { ShieldUser, UserRoundMinus } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { type Action, ActionsMenu } from '@/components/actions-menu'
import { Confirm } from '@/components/confirm'
import type { Profile, Role } from '@/generated/bindings'
import { communitiesQuery, useMemberRemove } from './api'
import { RANKS } from './ranks'
import { RoleDialog } from './role-dialog'

const rankOf = (role: Role) => RANKS.indexOf(role)

/** What moderators may do with somebody of a lower rank: another rank, or the door. */
export function MemberMenu({ community, profile }: { community: string; profile: Profile }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const communities = useQuery(communitiesQuery())
  const remove = useMemberRemove()
  const [open, setOpen] = useState<'role' | 'remove'>()
  const mine = communities.data?.items.find((one) => one.id === community)?.role ?? 'guest'
  const may = rankOf(mine) >= rankOf('moderator') && rankOf(profile.role) < rankOf(mine) && !profile.mine
  if (!may) return null
  const { person, name } = profile
  const actions: Action[] = [
    { id: 'role', label: t('member.role'), icon: <ShieldUser />, run: () => setOpen('role') },
    {
      id: 'remove',
      label: t('member.remove'),
      icon: <UserRoundMinus />,
      danger: true,
      run: () => setOpen('remove'),
    },
  ]
  return (
    <>
      <ActionsMenu label={t('common.more')} actions={actions} />
      {open === 'role' ? (
        <RoleDialog community={community} profile={profile} mine={mine} onClose={() => setOpen(undefined)} />
      ) : null}
      <Confirm
        isOpen={open === 'remove'}
        title={t('member.removeTitle', { name })}
        text={t('member.removeText')}
        confirm={t('member.remove')}
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() =>
          remove.mutate(
            { community, person, ban: false },
            { onSuccess: () => void navigate(`/c/${community}/people`) },
          )
        }
        onClose={() => setOpen(undefined)}
      />
    </>
  )
}
