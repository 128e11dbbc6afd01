import { CircleDashed } from 'lucide-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { Avatar } from '@/components/avatar'
import type { EventAnswer, EventPage } from '@/generated/bindings'

type Props = { event: EventPage; occurrence: string | null }
type Group = 'yes' | 'waiting' | 'maybe' | 'no'

/** More empty seats than these are only told as a number. */
const MOST_SEATS = 30

/** Who comes, who waits for a seat, who may, who cannot, with their words. */
export function Answers({ event, occurrence }: Props) {
  const { t } = useTranslation()
  const heading = useId()
  const counted = countedAnswers(event.answers, occurrence)
  const groups = (['yes', 'waiting', 'maybe', 'no'] as const)
    .map((group) => ({ group, people: peopleOf(group, counted) }))
    .filter(({ group, people }) => people.length > 0 || (group === 'yes' && event.capacity !== null))
  const taken = partySum(peopleOf('yes', counted))
  const free = event.capacity === null ? 0 : Math.max(0, event.capacity - taken)
  return (
    <section aria-labelledby={heading}>
      <h2 id={heading} className="mb-4 text-lg font-bold">
        {t('event.answers')}
      </h2>
      {counted.length === 0 ? <p className="mb-4 text-ink-soft">{t('event.noAnswers')}</p> : null}
      <div className="flex flex-col gap-6">
        {groups.map(({ group, people }) => {
          const title = t(`event.group.${group}`, { count: partySum(people) })
          return (
            <section key={group} aria-label={title}>
              <h3 className="mb-2 text-sm font-semibold text-ink-soft">{title}</h3>
              {group === 'waiting' ? (
                <p className="mb-2 text-sm text-ink-soft">{t('event.waitingRule')}</p>
              ) : null}
              <ul className="grid grid-cols-[repeat(auto-fill,minmax(15rem,1fr))] gap-3">
                {people.map((one) => (
                  <Person key={one.person} answer={one} />
                ))}
              </ul>
              {group === 'yes' && event.capacity !== null ? <Seats free={free} all={event.capacity} /> : null}
            </section>
          )
        })}
      </div>
    </section>
  )
}

function Person({ answer }: { answer: EventAnswer }) {
  const { t } = useTranslation()
  return (
    <li className="flex items-center gap-3">
      <Avatar name={answer.name} color={answer.color} />
      <div className="min-w-0">
        <p className="flex items-baseline gap-1.5 font-medium">
          {answer.seat?.waiting ? <span className="tabular-nums">{answer.seat.waiting}.</span> : null}
          <span dir="auto" className="min-w-0 truncate">
            {answer.name}
          </span>
          {answer.party_size > 1 ? (
            <span className="shrink-0 text-sm font-normal text-ink-soft">
              {t('event.withOthers', { count: answer.party_size - 1 })}
            </span>
          ) : null}
        </p>
        {answer.note ? (
          <p dir="auto" className="text-sm text-ink-soft">
            {answer.note}
          </p>
        ) : null}
      </div>
    </li>
  )
}

/** The seats that are free, as empty circles and in words. */
function Seats({ free, all }: { free: number; all: number }) {
  const { t } = useTranslation()
  return (
    <div className="mt-3 flex flex-wrap items-center gap-1.5 text-line-strong">
      {Array.from({ length: free > MOST_SEATS ? 0 : free }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: empty seats have no names
        <CircleDashed key={index} aria-hidden className="size-7" strokeWidth={1.25} />
      ))}
      <p className="ml-1 text-sm text-ink-soft">
        {free > 0 ? t('event.seats', { count: free, all }) : t('event.seatsNone', { all })}
      </p>
    </div>
  )
}

/** Returns the answers that count for one date: its own before those for the whole series. */
export function countedAnswers(answers: readonly EventAnswer[], occurrence: string | null): EventAnswer[] {
  const own = new Set(answers.filter((one) => one.occurrence === occurrence).map((one) => one.person))
  return answers.filter(
    (one) => one.occurrence === occurrence || (one.occurrence === null && !own.has(one.person)),
  )
}

function peopleOf(group: Group, answers: readonly EventAnswer[]): EventAnswer[] {
  if (group === 'maybe' || group === 'no') return answers.filter((one) => one.answer === group)
  const coming = answers.filter((one) => one.answer === 'yes')
  if (group === 'yes') return coming.filter((one) => !one.seat?.waiting)
  return coming
    .filter((one) => one.seat?.waiting)
    .sort((a, b) => (a.seat?.waiting ?? 0) - (b.seat?.waiting ?? 0))
}

const partySum = (answers: readonly EventAnswer[]) => answers.reduce((sum, one) => sum + one.party_size, 0)
