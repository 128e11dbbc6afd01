import { useQuery } from '@tanstack/react-query'
import {
  BookOpen,
  HandHeart,
  Languages,
  Lock,
  type LucideIcon,
  MessageCircle,
  Pencil,
  UsersRound,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { Avatar } from '@/components/avatar'
import { LinkButton } from '@/components/button'
import { Loaded } from '@/components/loaded'
import { Markdown } from '@/components/markdown'
import { Screen } from '@/components/screen'
import { Tag } from '@/components/tag'
import type { Audience, Profile } from '@/generated/bindings'
import { useDateWords } from '@/lib/dates'
import { profileQuery } from './api'
import { MemberMenu } from './member-menu'

/** Who somebody is in this community. */
export function Component() {
  const { t } = useTranslation()
  const { community = '', person = '' } = useParams()
  const profile = useQuery(profileQuery(community, person))
  const { data } = profile
  const edit = data?.mine ? (
    <LinkButton
      look="primary"
      icon={<Pencil aria-hidden className="size-4.5" />}
      href={`/c/${community}/people/me/edit`}
    >
      {t('profile.edit')}
    </LinkButton>
  ) : data ? (
    <MemberMenu community={community} profile={data} />
  ) : null
  return (
    <Screen title={data?.mine ? t('profile.mine') : (data?.name ?? t('people.title'))} action={edit}>
      <Loaded query={profile}>{(one) => <Card community={community} profile={one} />}</Loaded>
    </Screen>
  )
}

function Card({ community, profile }: { community: string; profile: Profile }) {
  const { t } = useTranslation()
  const dates = useDateWords()
  const silent =
    profile.about === '' &&
    profile.contact === '' &&
    profile.languages.length + profile.can_help.length + profile.wants_to_learn.length === 0
  return (
    <article className="rounded-xl border border-line bg-panel p-7 shadow-card narrow:p-4">
      <div className="flex flex-wrap items-center gap-5">
        <Avatar name={profile.name} color={profile.color} size="large" />
        <div>
          <p dir="auto" className="text-xl font-bold break-words">
            {profile.name}
          </p>
          <p className="mt-1 flex flex-wrap items-center gap-2">
            <Tag tone="brand">{t(`role.${profile.role}`)}</Tag>
            <span className="text-sm text-ink-soft">
              {t('people.since', { date: dates.date(profile.joined_ms) })}
            </span>
          </p>
        </div>
      </div>
      {silent ? (
        <p className="mt-6 text-ink-soft">
          {profile.mine ? t('profile.nothingMine') : t('profile.nothing', { name: profile.name })}
        </p>
      ) : null}
      {profile.about ? (
        <div className="mt-6 flex flex-col gap-2">
          <Markdown text={profile.about} />
          <OnlyYou audience={profile.audience?.about} />
        </div>
      ) : null}
      <div className="mt-6 grid grid-cols-2 gap-6 empty:hidden narrow:grid-cols-1">
        <Words
          icon={HandHeart}
          title={t('profile.canHelp')}
          words={profile.can_help}
          audience={profile.audience?.can_help}
        />
        <Words
          icon={BookOpen}
          title={t('profile.wantsToLearn')}
          words={profile.wants_to_learn}
          audience={profile.audience?.wants_to_learn}
        />
        <Words
          icon={Languages}
          title={t('profile.languages')}
          words={profile.languages}
          audience={profile.audience?.languages}
        />
        {profile.contact ? (
          <Part icon={MessageCircle} title={t('profile.contact')}>
            <p>{profile.contact}</p>
            <OnlyYou audience={profile.audience?.contact} />
          </Part>
        ) : null}
        {profile.groups.length > 0 ? (
          <Part icon={UsersRound} title={t('profile.groups')}>
            <ul className="flex flex-wrap gap-2">
              {profile.groups.map((group) => (
                <li key={group.id} className="max-w-full">
                  <Link
                    href={`/c/${community}/people/groups/${group.id}`}
                    className="inline-flex min-h-9 max-w-full items-center gap-1.5 rounded-full bg-sunken px-3 text-sm hover:underline"
                  >
                    {group.icon ? <span aria-hidden>{group.icon}</span> : null}
                    <span dir="auto" className="truncate">
                      {group.name}
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
          </Part>
        ) : null}
      </div>
    </article>
  )
}

type WordsProps = {
  icon: LucideIcon
  title: string
  words: readonly string[]
  audience: Audience | undefined
}

function Words({ icon, title, words, audience }: WordsProps) {
  if (words.length === 0) return null
  return (
    <Part icon={icon} title={title}>
      <ul className="flex flex-wrap gap-2">
        {words.map((word) => (
          <li key={word} className="rounded-full bg-sunken px-3 py-1 text-sm">
            {word}
          </li>
        ))}
      </ul>
      <OnlyYou audience={audience} />
    </Part>
  )
}

/** Says of a part of my profile that nobody else sees it. */
function OnlyYou({ audience }: { audience: Audience | undefined }) {
  const { t } = useTranslation()
  if (audience !== 'me') return null
  return (
    <p className="mt-2">
      <Tag tone="warm" icon={<Lock aria-hidden className="size-3.5" />}>
        {t('profile.onlyYou')}
      </Tag>
    </p>
  )
}

function Part({ icon: Icon, title, children }: { icon: LucideIcon; title: string; children: ReactNode }) {
  return (
    <section>
      <h2 className="mb-2 flex items-center gap-2 text-sm font-semibold text-ink-soft">
        <Icon aria-hidden className="size-4.5" />
        {title}
      </h2>
      {children}
    </section>
  )
}
