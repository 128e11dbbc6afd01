import { useInfiniteQuery } from '@tanstack/react-query'
import { Search, UserRoundPlus, UsersRound } from 'lucide-react'
import { useMemo, useState } from 'react'
import { Input, Label, SearchField } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { Button, LinkButton } from '@/components/button'
import { EmptyState } from '@/components/empty-state'
import { Loaded } from '@/components/loaded'
import { Screen } from '@/components/screen'
import { membersQuery } from './api'
import { matches } from './matches'
import { MemberCard } from './member-card'
import { PeopleViews } from './people-views'
import { Skills } from './skills'

/** A search field appears once there are more members than this. */
const MANY = 5

/** The members of a community, found by name, by what they can help with, or by language. */
export function Component() {
  const { t } = useTranslation()
  const { community = '' } = useParams()
  const [wanted, setWanted] = useState('')
  const members = useInfiniteQuery(membersQuery(community))
  const all = useMemo(() => members.data?.pages.flatMap((page) => page.items) ?? [], [members.data])
  const shown = all.filter((member) => matches(member, wanted))
  const alone = all.length === 1
  const invite = (
    <LinkButton
      look="primary"
      icon={<UserRoundPlus aria-hidden className="size-5" />}
      href={`/c/${community}/invite`}
    >
      {t('people.invite')}
    </LinkButton>
  )
  return (
    <Screen title={t('people.title')} width="wide" action={alone ? null : invite}>
      <PeopleViews community={community} current="all" />
      <Loaded query={members}>
        {() => (
          <>
            {all.length > MANY ? (
              <SearchField value={wanted} onChange={setWanted} className="relative mb-4 max-w-md">
                <Label className="sr-only">{t('people.filter')}</Label>
                <Search aria-hidden className="absolute top-3.5 left-3.5 size-4.5 text-ink-soft" />
                <Input
                  placeholder={t('people.filter')}
                  className="min-h-11 w-full rounded-md border border-line-strong bg-panel pl-10 placeholder:text-ink-soft"
                />
              </SearchField>
            ) : null}
            {all.length > MANY ? <Skills members={all} wanted={wanted} onChoose={setWanted} /> : null}
            <p role="status" className="sr-only">
              {wanted === '' ? '' : t('people.found', { count: shown.length })}
            </p>
            <ul
              aria-label={t('people.list')}
              className="grid grid-cols-[repeat(auto-fill,minmax(18rem,1fr))] gap-3"
            >
              {shown.map((member) => (
                <li key={member.person}>
                  <MemberCard community={community} member={member} wanted={wanted} />
                </li>
              ))}
            </ul>
            {shown.length === 0 ? <p className="text-ink-soft">{t('people.noMatch')}</p> : null}
            {members.hasNextPage ? (
              <div className="mt-6 text-center">
                <Button onPress={() => void members.fetchNextPage()} isDisabled={members.isFetchingNextPage}>
                  {t('common.showMore')}
                </Button>
              </div>
            ) : null}
            {alone ? (
              <EmptyState
                icon={<UsersRound className="size-7" />}
                title={t('people.alone')}
                text={t('people.aloneText')}
                action={invite}
              />
            ) : null}
          </>
        )}
      </Loaded>
    </Screen>
  )
}
