import { useInfiniteQuery } from '@tanstack/react-query'
import { Search, UserRoundPlus, UsersRound } from 'lucide-react'
import { useMemo, useState } from 'react'
import { Input, Label, Link, SearchField } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { Avatar } from '@/components/avatar'
import { Button, LinkButton } from '@/components/button'
import { EmptyState } from '@/components/empty-state'
import { Loaded } from '@/components/loaded'
import { Screen } from '@/components/screen'
import type { Member } from '@/generated/bindings'
import { sameLetters } from '@/lib/same-letters'
import { membersQuery } from './api'

/** A search field appears once there are more members than this. */
const MANY = 12

/** The members of a community. */
export function Component() {
  const { t } = useTranslation()
  const { community = '' } = useParams()
  const [wanted, setWanted] = useState('')
  const members = useInfiniteQuery(membersQuery(community))
  const all = useMemo(() => members.data?.pages.flatMap((page) => page.items) ?? [], [members.data])
  const shown = all.filter((member) => sameLetters(member.name).includes(sameLetters(wanted)))
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
      <Loaded query={members}>
        {() => (
          <>
            {all.length > MANY ? (
              <SearchField value={wanted} onChange={setWanted} className="relative mb-5 max-w-sm">
                <Label className="sr-only">{t('people.filter')}</Label>
                <Search aria-hidden className="absolute top-3.5 left-3.5 size-4.5 text-ink-soft" />
                <Input
                  placeholder={t('people.filter')}
                  className="min-h-11 w-full rounded-md border border-line-strong bg-panel pl-10 placeholder:text-ink-soft"
                />
              </SearchField>
            ) : null}
            <ul
              aria-label={t('people.list')}
              className="grid grid-cols-[repeat(auto-fill,minmax(17rem,1fr))] gap-3"
            >
              {shown.map((member) => (
                <li key={member.person}>
                  <MemberCard community={community} member={member} />
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

function MemberCard({ community, member }: { community: string; member: Member }) {
  const { t } = useTranslation()
  return (
    <Link
      href={`/c/${community}/people/${member.person}`}
      className="flex h-full items-center gap-4 rounded-lg border border-line bg-panel p-4 shadow-card transition-colors hover:border-line-strong"
    >
      <Avatar name={member.name} color={member.color} />
      <div className="min-w-0 flex-1">
        <p className="truncate font-semibold">
          {member.name}
          {member.me ? <span className="font-normal text-ink-soft"> ({t('common.you')})</span> : null}
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
      </div>
    </Link>
  )
}
