import { LogOut, UserRoundPlus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/button'
import { Failure } from '@/components/failure'
import type { Group } from '@/generated/bindings'
import { useGroupJoin } from './groups-api'

type Props = { community: string; group: Group; size?: 'small' | 'normal' }

/** Joins a group, or leaves it, with one press; small in a list, where it is not the main act. A group that is put away can only be left. */
export function JoinButton({ community, group, size = 'normal' }: Props) {
  const { t } = useTranslation()
  const join = useGroupJoin()
  if (group.archived && !group.joined) return null
  const name = t(group.joined ? 'groups.leaveNamed' : 'groups.joinNamed', { name: group.name })
  const Icon = group.joined ? LogOut : UserRoundPlus
  return (
    <>
      <Button
        look={group.joined || size === 'small' ? 'quiet' : 'primary'}
        size={size}
        icon={<Icon aria-hidden className="size-4.5" />}
        aria-label={name}
        isDisabled={join.isPending}
        onPress={() => join.mutate({ community, group: group.id, on: !group.joined })}
      >
        {group.joined ? t('groups.leave') : t('groups.join')}
      </Button>
      {join.error ? <Failure error={join.error} inline /> : null}
    </>
  )
}
