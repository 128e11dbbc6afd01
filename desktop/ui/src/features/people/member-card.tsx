import { Link } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { Avatar } from '@/components/avatar'
import type { Member } from '@/generated/bindings'
import { reasonOf } from './matches'

type Props = {
  community: string
  member: Member
  /** What was searched for. */
  wanted: string
}

/** A member in the list: name, role, and what they can help with, or why they were found. */
export function MemberCard({ community, member, wanted }: Props) {
  const { t } = useTranslation()
  const reason = reasonOf(member, wanted)
  return (
    <Link
      href={`/c/${community}/people/${member.person}`}
      className="flex h-full items-start gap-4 rounded-lg border border-line bg-panel p-4 shadow-card transition-colors hover:border-line-strong"
    >
      <Avatar name={member.name} color={member.color} />
      <div className="min-w-0 flex-1">
        <p className="flex items-baseline gap-1.5 font-semibold">
          <span dir="auto" className="min-w-0 truncate">
            {member.name}
          </span>
          {member.me ? <span className="font-normal text-ink-soft">({t('common.you')})</span> : null}
        </p>
        <p className="flex flex-wrap items-center gap-x-3 text-sm text-ink-soft">
          {t(`role.${member.role}`)}
          {member.online && !member.me ? (
            <span className="inline-flex items-center gap-1.5 font-medium text-brand-ink">
              <span aria-hidden className="size-2 rounded-full bg-brand" />
              {t('people.online')}
            </span>
          ) : null}
        </p>
        {reason ? (
          <p dir="auto" className="mt-1.5 line-clamp-2 text-sm">
            {t(`people.${reason.kind}`, { list: reason.list.join(', ') })}
          </p>
        ) : null}
      </div>
    </Link>
  )
}
