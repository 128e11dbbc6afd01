import { Check } from 'lucide-react'
import { Link } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { Tag } from '@/components/tag'
import type { Group } from '@/generated/bindings'
import { GroupSign } from './group-icons'
import { JoinButton } from './join-button'

/** A group in the list: what it is, how many are in it, and a button to join or leave. */
export function GroupCard({ community, group }: { community: string; group: Group }) {
  const { t } = useTranslation()
  return (
    <div className="relative flex h-full flex-col gap-3 rounded-lg border border-line bg-panel p-4 shadow-card transition-colors hover:border-line-strong">
      <div className="flex items-start gap-3">
        <GroupSign icon={group.icon} />
        <div className="min-w-0 flex-1">
          <h2 dir="auto" className="truncate text-lg font-semibold">
            <Link
              href={`/c/${community}/people/groups/${group.id}`}
              className="after:absolute after:inset-0 after:content-['']"
            >
              {group.name}
            </Link>
          </h2>
          <p className="flex flex-wrap items-center gap-2 text-sm text-ink-soft">
            {t('groups.count', { count: group.count })}
            {group.joined ? (
              <Tag tone="brand" icon={<Check aria-hidden className="size-3.5" />}>
                {t('groups.inIt')}
              </Tag>
            ) : null}
          </p>
        </div>
      </div>
      {group.purpose ? (
        <p dir="auto" className="line-clamp-2 break-words">
          {group.purpose}
        </p>
      ) : null}
      <div className="relative z-1 mt-auto w-fit">
        <JoinButton community={community} group={group} size="small" />
      </div>
    </div>
  )
}
