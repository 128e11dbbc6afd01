import { Repeat as RepeatIcon } from 'lucide-react'
import { useState } from 'react'
import { Label, ToggleButton, ToggleButtonGroup } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { Choice } from '@/components/choice'
import { labelClass } from '@/components/field-words'
import { NumberField } from '@/components/number-field'
import { Select } from '@/components/select'
import { TextField } from '@/components/text-field'
import { RepeatEnd } from './repeat-end'
import {
  FREQUENCIES,
  monthChoices,
  plainRepeat,
  type Repeat,
  readRule,
  WEEKDAYS,
  weekdayOf,
  writeRule,
} from './rule'
import { useRuleWords } from './rule-words'

type Props = {
  /** RRULE without its name; empty where it happens once. */
  value: string
  /** The day of the beginning. */
  day: string
  allDay: boolean
  error?: string | undefined
  onChange: (rrule: string) => void
}

/** Asks whether it repeats: how often, on which days, until when; any other rule as its text. */
export function RepeatField({ value, day, allDay, error, onChange }: Props) {
  const { t } = useTranslation()
  const words = useRuleWords()
  const repeat = readRule(value)
  const [asText, setAsText] = useState(value !== '' && repeat === null)
  const kind = value === '' && !asText ? 'once' : asText ? 'text' : (repeat?.every ?? 'text')
  const write = (next: Repeat) => onChange(writeRule(next, allDay))
  return (
    <div className="flex flex-col gap-4">
      <Select
        label={t('eventForm.repeat')}
        value={kind}
        onChange={(next) => {
          setAsText(next === 'text')
          if (next === 'once') onChange('')
          else if (next !== 'text') write({ ...plainRepeat(next), end: repeat?.end ?? null })
        }}
        options={[
          { id: 'once', label: t('eventForm.once') },
          ...FREQUENCIES.map((id) => ({ id, label: t(`rule.${id}`, { count: 1 }) })),
          { id: 'text', label: t('rule.text') },
        ]}
      />
      {kind === 'text' ? (
        <TextField
          label={t('rule.textLabel')}
          hint={t('rule.textHint')}
          value={value}
          onChange={(text) => onChange(text.trim())}
          error={error}
          mono
          spellCheck="false"
        />
      ) : repeat ? (
        <div className="flex flex-col gap-5 rounded-lg bg-sunken p-5 narrow:p-4">
          <Details repeat={repeat} day={day} onChange={write} />
          <p role="status" className="flex items-start gap-2 font-medium text-brand-ink">
            <RepeatIcon aria-hidden className="mt-1 size-4 shrink-0" />
            {words.repeat(repeat)}
          </p>
        </div>
      ) : null}
    </div>
  )
}

type DetailsProps = { repeat: Repeat; day: string; onChange: (repeat: Repeat) => void }

function Details({ repeat, day, onChange }: DetailsProps) {
  const { t } = useTranslation()
  const words = useRuleWords()
  const chosen = repeat.weekdays.length > 0 ? repeat.weekdays : [weekdayOf(day)]
  const months = monthChoices(day)
  const month = months.find((one) => JSON.stringify(one) === JSON.stringify(repeat.month)) ?? months[0]
  return (
    <>
      <NumberField
        label={t(`rule.interval.${repeat.every}`)}
        value={repeat.interval}
        min={1}
        max={99}
        onChange={(interval) => onChange({ ...repeat, interval })}
      />
      {repeat.every === 'WEEKLY' ? (
        <div className="flex flex-col gap-2">
          <Label className={labelClass} id="repeat-days">
            {t('rule.days')}
          </Label>
          <ToggleButtonGroup
            aria-labelledby="repeat-days"
            selectionMode="multiple"
            disallowEmptySelection
            selectedKeys={chosen}
            onSelectionChange={(keys) =>
              onChange({ ...repeat, weekdays: WEEKDAYS.filter((one) => keys.has(one)) })
            }
            className="flex flex-wrap gap-2"
          >
            {WEEKDAYS.map((one) => (
              <ToggleButton
                key={one}
                id={one}
                className="min-h-10 min-w-13 rounded-full border border-line-strong bg-panel px-3 text-sm font-medium transition-colors hover:bg-canvas selected:border-brand selected:bg-brand selected:text-on-brand"
              >
                {words.weekday(one)}
              </ToggleButton>
            ))}
          </ToggleButtonGroup>
        </div>
      ) : null}
      {repeat.every === 'MONTHLY' && month ? (
        <Choice
          label={t('rule.monthOn')}
          value={String(months.indexOf(month))}
          onChange={(index) => onChange({ ...repeat, month: months[Number(index)] ?? null })}
          options={months.map((one, index) => ({ id: String(index), label: words.month(one) }))}
        />
      ) : null}
      <RepeatEnd end={repeat.end} day={day} onChange={(end) => onChange({ ...repeat, end })} />
    </>
  )
}
