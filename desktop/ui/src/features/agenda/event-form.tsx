import { Form } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import * as v from 'valibot'
import { Button } from '@/components/button'
import { DateField, TimeField } from '@/components/date-time-fields'
import { Failure } from '@/components/failure'
import { MarkdownField } from '@/components/markdown-field'
import { Select } from '@/components/select'
import { Switch } from '@/components/switch'
import { TextField } from '@/components/text-field'
import type { EventPage, SlotWrite, When } from '@/generated/bindings'
import { dayKey } from '@/lib/dates'
import { optionalText, requiredText, useForm } from '@/lib/form'
import type { NodeFailure } from '@/node/failure'
import { Overlaps } from './overlaps'
import { RepeatField } from './repeat-field'
import { readRule } from './rule'
import { SlotsField } from './slots-field'

const schema = v.object({
  title: requiredText(200, 'form.required'),
  place: optionalText(200),
  description: optionalText(16_000),
  allDay: v.boolean(),
  day: v.string(),
  time: v.string(),
  minutes: v.string(),
  rrule: optionalText(500),
  slots: v.array(v.object({ key: v.nullish(v.string()), label: v.string(), seats: v.number() })),
  capacity: v.pipe(v.string(), v.trim(), v.regex(/^$|^[1-9]\d{0,5}$/, 'form.number')),
})
/** What the form holds while it is filled in. */
export type Values = v.InferOutput<typeof schema>

/** A form that is not complete yet: the same fields, their contents not checked. */
export const kept = v.object({
  ...schema.entries,
  title: v.string(),
  place: v.string(),
  description: v.string(),
  rrule: v.string(),
  capacity: v.string(),
})

/** What the form gives back: the input of `event_create` without the community. */
export type EventText = {
  title: string
  place: string
  description: string
  start: When
  duration_minutes: number
  rrule: string | null
  capacity: number | null
  slots: SlotWrite[]
}

const HOURS = [30, 60, 90, 120, 180, 240, 360, 480] as const
const DAYS = [1, 2, 3, 4, 5, 7, 14] as const
const DAY_MINUTES = 1440
const EVENING = '18:30'

type Props = {
  /** The event to change; without it, a new one. */
  event?: EventPage
  /** What the form begins with, before what the event says. */
  begin?: Partial<Values>
  /** Hears what was filled in so far. */
  onChange?: (values: Values) => void
  community: string
  submit: string
  busy: boolean
  error: NodeFailure | null
  onSubmit: (text: EventText) => void
  onCancel: () => void
}

/** The form of an event: what, when, where; the rest can stay empty. */
export function EventForm(props: Props) {
  const { event, community, submit, busy, error, onSubmit, onCancel } = props
  const { t } = useTranslation()
  const {
    values,
    errors,
    set: put,
    submit: check,
  } = useForm<Values>(schema, {
    ...(event ? valuesOf(event) : newValues()),
    ...props.begin,
  })
  const set = <K extends keyof Values>(field: K, value: Values[K]) => {
    put(field, value)
    props.onChange?.({ ...values, [field]: value })
  }
  const lengths = lengthsOf(values, event)
  const tz = event?.start.tz ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  // The node checks everything else as the form does: what it refuses is a rule that was typed.
  const ruleRefused = error?.code === 'bad_input' && values.rrule !== '' && readRule(values.rrule) === null
  const from = Date.parse(values.allDay ? `${values.day}T00:00` : `${values.day}T${values.time}`)
  return (
    <Form
      className="flex flex-col gap-6 rounded-xl border border-line bg-panel p-6 shadow-card narrow:p-4"
      onSubmit={check((clean) => onSubmit(textOf(clean, tz)))}
    >
      <TextField
        label={t('eventForm.title')}
        hint={t('eventForm.titleHint')}
        value={values.title}
        onChange={(title) => set('title', title)}
        error={errors.title}
        autoFocus
      />
      <TextField
        label={t('eventForm.place')}
        value={values.place}
        onChange={(place) => set('place', place)}
        error={errors.place}
        optional
      />
      <Switch
        isSelected={values.allDay}
        onChange={(allDay) => {
          const minutes = allDay ? String(DAY_MINUTES) : '90'
          put('allDay', allDay)
          put('minutes', minutes)
          props.onChange?.({ ...values, allDay, minutes })
        }}
      >
        {t('eventForm.allDay')}
      </Switch>
      <div className="grid grid-cols-3 gap-4 narrow:grid-cols-1">
        <DateField label={t('eventForm.date')} value={values.day} onChange={(day) => set('day', day)} />
        {values.allDay ? null : (
          <TimeField label={t('eventForm.time')} value={values.time} onChange={(time) => set('time', time)} />
        )}
        <Select
          label={t('eventForm.duration')}
          value={values.minutes}
          onChange={(minutes) => set('minutes', minutes)}
          options={lengths.map((minutes) => ({ id: String(minutes), label: durationWords(minutes) }))}
        />
      </div>
      {values.allDay ? null : (
        <Overlaps
          from={from}
          to={from + Number(values.minutes) * 60_000}
          of={{ community }}
          {...(event ? { except: event.id } : {})}
        />
      )}
      <RepeatField
        value={values.rrule}
        day={values.day}
        allDay={values.allDay}
        error={errors.rrule ?? (ruleRefused ? t('rule.unclear') : undefined)}
        onChange={(rrule) => set('rrule', rrule)}
      />
      <MarkdownField
        label={t('eventForm.description')}
        value={values.description}
        onChange={(description) => set('description', description)}
        error={errors.description}
        rows={5}
        optional
      />
      <TextField
        label={t('eventForm.capacity')}
        hint={t('eventForm.capacityHint')}
        value={values.capacity}
        onChange={(capacity) => set('capacity', capacity)}
        error={errors.capacity}
        inputMode="numeric"
        optional
      />
      <SlotsField slots={values.slots} onChange={(slots) => set('slots', slots)} />
      {error && !ruleRefused ? <Failure error={error} inline /> : null}
      <div className="flex flex-wrap justify-end gap-3">
        <Button onPress={onCancel}>{t('common.cancel')}</Button>
        <Button type="submit" look="primary" isDisabled={busy}>
          {busy ? t('common.saving') : submit}
        </Button>
      </div>
    </Form>
  )

  function durationWords(minutes: number): string {
    if (values.allDay) return t('eventForm.days', { count: Math.round(minutes / DAY_MINUTES) })
    if (minutes % 60 === 0) return t('eventForm.hours', { count: minutes / 60 })
    if (minutes < 60) return t('eventForm.minutes', { count: minutes })
    return `${t('eventForm.hours', { count: Math.floor(minutes / 60) })} ${minutes % 60}`
  }
}

/** Reads what was filled in the last time; nothing where it was kept by another version. */
export function readValues(text: string): Values | undefined {
  try {
    const read = v.safeParse(kept, JSON.parse(text))
    return read.success ? read.output : undefined
  } catch {
    return undefined
  }
}

/** Returns what the form holds for an event that nobody has changed yet. */
export function valuesOf(event: EventPage): Values {
  const { title, place, description, start, slots, capacity } = event
  return {
    title,
    place,
    description,
    allDay: Boolean(start.date),
    day: (start.local ?? start.date ?? '').slice(0, 10),
    time: start.local?.slice(11, 16) ?? EVENING,
    minutes: String(event.duration_minutes),
    rrule: event.rrule ?? '',
    slots: slots.map(({ key, label, seats }) => ({ key, label, seats })),
    capacity: capacity ? String(capacity) : '',
  }
}

/** Returns what the form of a new event holds: tomorrow evening. */
const newValues = (): Values => ({
  title: '',
  place: '',
  description: '',
  allDay: false,
  day: dayKey(Date.now() + DAY_MINUTES * 60_000),
  time: EVENING,
  minutes: '90',
  rrule: '',
  slots: [],
  capacity: '',
})

/** The lengths on offer, with the event's own where it is another one. */
function lengthsOf(values: Values, event: EventPage | undefined): number[] {
  const usual: readonly number[] = values.allDay ? DAYS.map((days) => days * DAY_MINUTES) : HOURS
  const own = event && Boolean(event.start.date) === values.allDay ? [event.duration_minutes] : []
  return [...new Set([...usual, ...own])].sort((a, b) => a - b)
}

function textOf(clean: Values, tz: string): EventText {
  return {
    title: clean.title,
    place: clean.place,
    description: clean.description,
    start: clean.allDay ? { date: clean.day } : { local: `${clean.day}T${clean.time}`, tz },
    duration_minutes: Number(clean.minutes),
    rrule: clean.rrule === '' ? null : clean.rrule,
    capacity: clean.capacity === '' ? null : Number(clean.capacity),
    slots: clean.slots.filter((slot) => slot.label.trim() !== ''),
  }
}
