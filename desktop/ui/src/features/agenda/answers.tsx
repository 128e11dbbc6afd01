import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { Avatar } from '@/components/avatar'
import type { EventPage } from '@/generated/bindings'
import { colorOf } from '@/lib/initials'
import { membersQuery } from './api'

const groups = ['yes', 'maybe', 'no'] as const

type Props = { community: string; event: EventPage; occurrence: string | null }

/** Who comes, who may, who cannot, with their words. */
export function Answers({ community, event, occurrence }: Props) {
  const { t } = useTranslation()
  const heading = useId()
  const members = useQuery(membersQuery(community))
  const colors = new Map(members.data?.items.map((one) => [one.person, one.color]))
  const own = new Set(event.answers.filter((one) => one.occurrence === occurrence).map((one) => one.person))
  const counted = event.answers.filter(
    (one) => one.occurrence === occurrence || (one.occurrence === null && !own.has(one.person)),
  )
  return (
    <section aria-labelledby={heading}>
      <h2 id={heading} className="mb-4 text-lg font-bold">
        {t('event.answers')}
      </h2>
      {counted.length === 0 ? <p className="text-ink-soft">{t('event.noAnswers')}</p> : null}
      <div className="flex flex-col gap-6">
        {groups.map((group) => {
          const people = counted.filter((one) => one.answer === group)
          if (people.length === 0) return null
          return (
            <section key={group} aria-label={t(`event.group.${group}`, { count: people.length })}>
              <h3 className="mb-2 text-sm font-semibold text-ink-soft">
                {t(`event.group.${group}`, { count: people.length })}
              </h3>
              <ul className="grid grid-cols-[repeat(auto-fill,minmax(15rem,1fr))] gap-3">
                {people.map((one) => (
                  <li key={one.person} className="flex items-center gap-3">
                    <Avatar name={one.name} color={colors.get(one.person) ?? colorOf(one.person)} />
                    <div className="min-w-0">
                      <p className="truncate font-medium">{one.name}</p>
                      {one.note ? <p className="text-sm text-ink-soft">{one.note}</p> : null}
                    </div>
                  </li>
                ))}
              </ul>
            </section>
          )
        })}
      </div>
    </section>
  )
}
