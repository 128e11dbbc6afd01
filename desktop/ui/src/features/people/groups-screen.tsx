import { useQuery } from '@tanstack/react-query'
import { Plus, UsersRound } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useParams, useSearchParams } from 'react-router'
import { Button } from '@/components/button'
import { EmptyState } from '@/components/empty-state'
import { Loaded } from '@/components/loaded'
import { Screen } from '@/components/screen'
import type { Group } from '@/generated/bindings'
import { GroupCard } from './group-card'
import { GroupDialog } from './group-dialog'
import { groupsQuery } from './groups-api'
import { PeopleViews } from './people-views'

/** The groups of a community; `?new=1` asks for a new one. */
export function Component() {
  const { t } = useTranslation()
  const { community = '' } = useParams()
  const [search, setSearch] = useSearchParams()
  const groups = useQuery(groupsQuery(community))
  const ask = (on: boolean) => setSearch(on ? { new: '1' } : {}, { replace: true })
  const create = (
    <Button look="primary" icon={<Plus aria-hidden className="size-5" />} onPress={() => ask(true)}>
      {t('groups.new')}
    </Button>
  )
  const isEmpty = groups.data?.items.every((group) => group.archived)
  return (
    <Screen
      title={t('groups.title')}
      lead={t('groups.lead')}
      width="wide"
      action={isEmpty || !groups.data ? null : create}
    >
      <PeopleViews community={community} current="groups" />
      <Loaded query={groups}>
        {({ items }) => {
          const away = items.filter((group) => group.archived)
          return (
            <>
              {isEmpty ? (
                <EmptyState
                  icon={<UsersRound className="size-7" />}
                  title={t('groups.empty')}
                  text={t('groups.emptyText')}
                  action={create}
                />
              ) : (
                <Cards
                  label={t('groups.list')}
                  community={community}
                  groups={items.filter((one) => !one.archived)}
                />
              )}
              {away.length > 0 ? (
                <details className="mt-8">
                  <summary className="w-fit cursor-pointer py-2 font-semibold text-ink-soft">
                    {t('groups.away', { count: away.length })}
                  </summary>
                  <Cards label={t('groups.awayList')} community={community} groups={away} />
                </details>
              ) : null}
            </>
          )
        }}
      </Loaded>
      {search.has('new') ? <GroupDialog community={community} onClose={() => ask(false)} /> : null}
    </Screen>
  )
}

function Cards({ label, community, groups }: { label: string; community: string; groups: readonly Group[] }) {
  return (
    <ul aria-label={label} className="grid grid-cols-[repeat(auto-fill,minmax(min(18rem,100%),1fr))] gap-3">
      {groups.map((group) => (
        <li key={group.id}>
          <GroupCard community={community} group={group} />
        </li>
      ))}
    </ul>
  )
}
