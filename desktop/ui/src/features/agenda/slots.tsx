import { CircleDashed, Hand, LifeBuoy, Undo2 } from 'lucide-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { Avatar } from '@/components/avatar'
import { Button } from '@/components/button'
import { Failure } from '@/components/failure'
import { Tag } from '@/components/tag'
import type { EventPage, EventSlot, Helping } from '@/generated/bindings'
import { useSlotTake } from './api'

type Props = { community: string; event: EventPage; occurrence: string | null }

/** Helping hands that are wanted, as empty seats: one press takes one. */
export function Slots({ community, event, occurrence }: Props) {
  const { t } = useTranslation()
  const id = useId()
  if (event.slots.length === 0) return null
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="mb-1 text-lg font-bold">
        {t('slots.title')}
      </h2>
      <p className="mb-4 text-ink-soft">{t('slots.lead')}</p>
      <ul aria-labelledby={id} className="flex flex-col gap-3">
        {event.slots.map((slot) => (
          <li key={slot.key}>
            <Slot community={community} event={event} slot={slot} occurrence={occurrence} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Slot({ community, event, slot, occurrence }: Props & { slot: EventSlot }) {
  const { t } = useTranslation()
  const take = useSlotTake()
  const helpers = slot.helpers.filter((one) => one.occurrence === null || one.occurrence === occurrence)
  const mine = helpers.find((one) => one.mine)
  const stay = helpers.filter((one) => one.helping === 'taken').length
  const free = Math.max(0, slot.seats - helpers.length)
  const wanted = slot.seats - stay > 0
  const say = (helping: Helping | null) =>
    take.mutate({
      community,
      event: event.id,
      slot: slot.key,
      occurrence: mine?.occurrence ?? occurrence,
      helping,
    })
  const off = event.status === 'cancelled'
  return (
    <article className="rounded-lg border border-line bg-panel p-5 shadow-card narrow:p-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h3 dir="auto" className="min-w-0 flex-1 basis-40 font-semibold">
          {slot.label}
        </h3>
        <p className="text-sm text-ink-soft">
          {free > 0 ? t('slots.free', { count: free }) : t('slots.full')}
        </p>
      </div>
      <ul className="mt-3 flex flex-wrap gap-3">
        {helpers.map((one) => (
          <li key={one.person} className="flex items-center gap-2">
            <Avatar name={one.name} color={one.color} size="small" />
            <span dir="auto" className="text-sm">
              {one.mine ? t('slots.me') : one.name}
            </span>
            {one.helping === 'replace' ? <Tag tone="warm">{t('slots.wantsOut')}</Tag> : null}
          </li>
        ))}
        {Array.from({ length: Math.min(free, 12) }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: empty seats have no names
          <li key={index} aria-hidden className="text-line-strong">
            <CircleDashed className="size-7" strokeWidth={1.25} />
          </li>
        ))}
      </ul>
      {take.error ? (
        <div className="mt-3">
          <Failure error={take.error} inline />
        </div>
      ) : null}
      {off ? null : (
        <div className="mt-4 flex flex-wrap gap-2 empty:hidden print:hidden">
          {mine === undefined && wanted ? (
            <Button
              icon={<Hand aria-hidden className="size-5" />}
              aria-label={t('slots.takeThis', { label: slot.label })}
              onPress={() => say('taken')}
            >
              {t('slots.take')}
            </Button>
          ) : null}
          {mine ? (
            <>
              <Button
                size="small"
                icon={<LifeBuoy aria-hidden className="size-4.5" />}
                aria-pressed={mine.helping === 'replace'}
                onPress={() => say(mine.helping === 'replace' ? 'taken' : 'replace')}
              >
                {mine.helping === 'replace' ? t('slots.stay') : t('slots.replace')}
              </Button>
              <Button
                size="small"
                look="plain"
                icon={<Undo2 aria-hidden className="size-4.5" />}
                onPress={() => say(null)}
              >
                {t('slots.release')}
              </Button>
            </>
          ) : null}
        </div>
      )}
    </article>
  )
}
