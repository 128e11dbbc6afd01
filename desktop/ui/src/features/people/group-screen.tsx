import { useQuery } from '@tanstack/react-query'
import { ArchiveRestore, UsersRound } from 'lucide-react'
import { Link } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { Avatar } from '@/components/avatar'
import { Button } from '@/components/button'
import { EmptyState } from '@/components/empty-state'
import { Failure } from '@/components/failure'
import { Loaded } from '@/components/loaded'
import { Screen } from '@/components/screen'
import type { Group, GroupPage } from '@/generated/bindings'
import { useDateWords } from '@/lib/dates'
import { GroupMenu } from './group-menu'
import { groupQuery, useGroupArchive } from './groups-api'
import { JoinButton } from './join-button'

/** One group: what it is about and who is in it. */
export function Component() {
  const { t } = useTranslation()
  const { community = '', group = '' } = useParams()
  const page = useQuery(groupQuery(community, group))
  const shown = page.data?.group
  const title = [shown?.icon, shown?.name].filter(Boolean).join(' ')
  return (
    <Screen
      title={title || t('groups.title')}
      lead={shown?.purpose}
      action={
        shown ? (
          <div className="flex flex-wrap items-center gap-2">
            <JoinButton community={community} group={shown} />
            <GroupMenu community={community} group={shown} />
          </div>
        ) : null
      }
    >
      <Loaded query={page}>{(one) => <Body community={community} page={one} />}</Loaded>
    </Screen>
  )
}

function Body({ community, page: { group, people } }: { community: string; page: GroupPage }) {
  const { t } = useTranslation()
  const dates = useDateWords()
  return (
    <>
      {group.archived ? <Away community={community} group={group} /> : null}
      <p className="mb-4 text-ink-soft">
        {t('groups.founded', { name: group.author_name, date: dates.date(group.time_ms) })}
      </p>
      <h2 className="mb-3 font-semibold">{t('groups.count', { count: group.count })}</h2>
      {people.length === 0 ? (
        <EmptyState
          icon={<UsersRound className="size-7" />}
          title={t('groups.nobody')}
          text={group.archived ? t('groups.nobodyAway') : t('groups.nobodyText')}
        />
      ) : (
        <ul
          aria-label={t('groups.people')}
          className="grid grid-cols-[repeat(auto-fill,minmax(min(15rem,100%),1fr))] gap-2"
        >
          {people.map((one) => (
            <li key={one.person}>
              <Link
                href={`/c/${community}/people/${one.person}`}
                className="flex min-h-14 items-center gap-3 rounded-lg border border-line bg-panel px-4 py-2 transition-colors hover:border-line-strong"
              >
                <Avatar name={one.name} color={one.color} size="small" />
                <span dir="auto" className="min-w-0 truncate">
                  {one.name}
                </span>
                {one.me ? <span className="text-ink-soft">({t('common.you')})</span> : null}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function Away({ community, group }: { community: string; group: Group }) {
  const { t } = useTranslation()
  const archive = useGroupArchive()
  return (
    <div className="mb-6 flex flex-wrap items-center gap-3 rounded-lg bg-warm-soft px-4 py-3 text-warm-ink">
      <p role="status" className="min-w-0 flex-1 basis-56 font-medium">
        {t('groups.isAway')}
      </p>
      {group.may_edit ? (
        <Button
          size="small"
          icon={<ArchiveRestore aria-hidden className="size-4.5" />}
          isDisabled={archive.isPending}
          onPress={() => archive.mutate({ community, group: group.id, on: false })}
        >
          {t('groups.bringBack')}
        </Button>
      ) : null}
      {archive.error ? <Failure error={archive.error} inline /> : null}
    </div>
  )
}
