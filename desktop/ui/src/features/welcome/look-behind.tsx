import { useQuery } from '@tanstack/react-query'
import { Eye, Users } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/button'
import { Failure } from '@/components/failure'
import type { Door } from '@/generated/bindings'
import { useSettled } from '@/lib/use-settled'
import { linkQuery, lookQuery } from './api'
import { kindNamed } from './kinds'

type Props = {
  link: string
  address: string
  isBusy: boolean
  /** Joins without a name. */
  onComeIn: () => void
}

/** The link is read this long after the last letter, in ms. */
const PAUSE_MS = 250

/** What an invitation leads to, before one gives a name. Nobody is asked before the press. */
export function LookBehind({ link, address, isBusy, onComeIn }: Props) {
  const { t } = useTranslation()
  const says = useQuery(linkQuery(useSettled(link.trim(), PAUSE_MS))).data
  const invitation = link.trim() !== '' && says && !says.here && !says.expired ? says.link : null
  const [wanted, setWanted] = useState<string | null>(null)
  const isWanted = invitation !== null && wanted === invitation
  const given = address.trim() === '' ? (says?.addresses[0] ?? null) : address.trim()
  const look = useQuery({ ...lookQuery(invitation ?? '', given), enabled: isWanted })
  if (!invitation) return null
  const failure = look.error ?? look.data?.error
  const door = look.data?.door
  if (isWanted && door) return <Behind door={door} isBusy={isBusy} onComeIn={onComeIn} />
  const isLooking = isWanted && !failure
  return (
    <div className="-mt-4 flex flex-col gap-3">
      {isWanted && failure ? <Failure error={failure} inline /> : null}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button
          icon={<Eye aria-hidden className="size-4.5" />}
          isDisabled={isLooking}
          onPress={() => {
            if (isWanted) void look.refetch()
            setWanted(invitation)
          }}
        >
          {t('join.look')}
        </Button>
        <p role="status" className="min-w-0 flex-1 basis-48 text-sm text-ink-soft">
          {isLooking ? t('join.looking') : t('join.lookHint')}
        </p>
      </div>
    </div>
  )
}

/** A community as its door shows it. */
function Behind({ door, isBusy, onComeIn }: { door: Door } & Pick<Props, 'isBusy' | 'onComeIn'>) {
  const { t } = useTranslation()
  const kind = kindNamed(door.kind)
  return (
    <section
      aria-label={t('join.door')}
      className="-mt-4 rounded-xl border border-line bg-raised p-6 narrow:p-4"
    >
      <div role="status">
        <p dir="auto" className="text-xl font-bold break-words">
          {door.name}
        </p>
        <p className="mt-1 flex items-center gap-2 text-ink-soft">
          <Users aria-hidden className="size-4.5 shrink-0" />
          {kind ? `${t(`create.kind.${kind}`)} · ` : null}
          {t('join.doorMembers', { count: door.members })}
        </p>
        {door.invited_by ? <p className="mt-3">{t('join.doorBy', { name: door.invited_by })}</p> : null}
      </div>
      {door.approval ? (
        <p className="mt-3 text-ink-soft">{t('join.doorApproval')}</p>
      ) : (
        <div className="mt-4 flex flex-wrap items-center gap-x-4 gap-y-2">
          <Button icon={<Eye aria-hidden className="size-4.5" />} isDisabled={isBusy} onPress={onComeIn}>
            {t('join.comeIn')}
          </Button>
          <p className="min-w-0 flex-1 basis-48 text-sm text-ink-soft">{t('join.comeInHint')}</p>
        </div>
      )}
    </section>
  )
}
