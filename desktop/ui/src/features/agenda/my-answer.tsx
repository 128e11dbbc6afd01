import { Check, CircleHelp, X } from 'lucide-react'
import { useId, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/button'
import { Choice } from '@/components/choice'
import { Copies } from '@/components/copies'
import { Failure } from '@/components/failure'
import { NumberField } from '@/components/number-field'
import { TextField } from '@/components/text-field'
import type { Answer, EventPage } from '@/generated/bindings'
import { useRsvpSet } from './api'
import { Overlaps } from './overlaps'
import { spanOf } from './when-words'

type Props = {
  community: string
  event: EventPage
  occurrence: string | null
  /** The RECURRENCE-ID that tells its beginning. */
  when: string | null
}

const answers = [
  { id: 'yes', icon: Check },
  { id: 'maybe', icon: CircleHelp },
  { id: 'no', icon: X },
] as const

/** Three large buttons: I am coming, maybe, I cannot; then a word with it. */
export function MyAnswer({ community, event, occurrence, when }: Props) {
  const { t } = useTranslation()
  const heading = useId()
  const rsvp = useRsvpSet()
  const [typed, setTyped] = useState<string>()
  const span = spanOf(event, when)
  const own = event.answers.filter((one) => one.mine)
  const onlyHere = own.find((one) => one.occurrence === occurrence)
  const series = own.find((one) => one.occurrence === null)
  const mine = onlyHere ?? series
  const [chosenReach, setReach] = useState<'one' | 'all'>()
  const reach = chosenReach ?? (series && !(occurrence && onlyHere) ? 'all' : 'one')
  const note = typed ?? mine?.note ?? ''
  const [typedParty, setParty] = useState<number>()
  const party = typedParty ?? mine?.party_size ?? 1
  const answer = (chosen: Answer | null, party_size = party) =>
    rsvp.mutate(
      {
        community,
        event: event.id,
        occurrence: reach === 'one' ? occurrence : null,
        answer: chosen,
        note: chosen ? note.trim() : '',
        party_size: chosen ? party_size : 1,
      },
      { onSuccess: () => setTyped(undefined) },
    )
  return (
    <section aria-labelledby={heading} className="rounded-xl bg-brand-soft p-6 narrow:p-4 print:hidden">
      <div className="mb-4 flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id={heading} className="text-lg font-bold">
          {t('event.myAnswer')}
        </h2>
        {typeof mine?.copies === 'number' ? <Copies copies={mine.copies} /> : null}
      </div>
      {event.rrule && occurrence ? (
        <div className="mb-4">
          <Choice
            label={t('event.reach')}
            value={reach}
            onChange={setReach}
            options={(['one', 'all'] as const).map((id) => ({ id, label: t(`event.reach.${id}`) }))}
          />
        </div>
      ) : null}
      <div className="grid grid-cols-3 gap-3 narrow:grid-cols-1">
        {answers.map(({ id, icon: Icon }) => {
          const chosen = mine?.answer === id
          return (
            <AriaButton
              key={id}
              aria-pressed={chosen}
              onPress={() => answer(id)}
              className={`inline-flex min-h-13 items-center justify-center gap-2.5 rounded-lg px-4 font-semibold transition-colors ${
                chosen ? 'bg-brand text-on-brand' : 'border border-line-strong bg-panel hover:bg-sunken'
              }`}
            >
              <Icon aria-hidden className="size-5" />
              {t(`event.${id}`)}
            </AriaButton>
          )
        })}
      </div>
      {span ? (
        <div className="mt-4 empty:hidden">
          <Overlaps from={span.from} to={span.to} except={event.id} of="mine" />
        </div>
      ) : null}
      {rsvp.error ? (
        <div className="mt-4">
          <Failure error={rsvp.error} inline />
        </div>
      ) : null}
      {mine?.seat?.waiting ? (
        <p role="status" className="mt-4 rounded-lg bg-warm-soft px-4 py-3 font-medium text-warm-ink">
          {t('event.waitingFor', { place: mine.seat.waiting })}
        </p>
      ) : null}
      {mine && mine.answer !== 'no' ? (
        <div className="mt-5">
          <NumberField
            label={t('event.party')}
            value={party}
            min={1}
            max={100}
            onChange={(people) => {
              setParty(people)
              answer(mine.answer, people)
            }}
          />
        </div>
      ) : null}
      {mine ? (
        <form
          className="mt-5 flex flex-col gap-3"
          onSubmit={(submitted) => {
            submitted.preventDefault()
            answer(mine.answer)
          }}
        >
          <TextField
            label={t('event.note')}
            hint={t('event.noteHint')}
            value={note}
            onChange={setTyped}
            maxLength={200}
            optional
          />
          <div className="flex flex-wrap gap-3">
            {typed !== undefined && typed.trim() !== mine.note ? (
              <Button type="submit" size="small" isDisabled={rsvp.isPending}>
                {t('event.noteSave')}
              </Button>
            ) : null}
            <Button look="plain" size="small" onPress={() => answer(null)}>
              {t('event.takeBack')}
            </Button>
          </div>
        </form>
      ) : null}
    </section>
  )
}
