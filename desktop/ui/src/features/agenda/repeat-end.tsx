import { useTranslation } from 'react-i18next'
import { Choice } from '@/components/choice'
import { DateField } from '@/components/date-time-fields'
import { NumberField } from '@/components/number-field'
import { addMonths } from '@/lib/days'
import type { Repeat } from './rule'

type Props = { end: Repeat['end']; day: string; onChange: (end: Repeat['end']) => void }

/** Asks until when it repeats: for ever, to a day, or a number of times. */
export function RepeatEnd({ end, day, onChange }: Props) {
  const { t } = useTranslation()
  const kind = end === null ? 'never' : 'day' in end ? 'day' : 'count'
  return (
    <div className="flex flex-col gap-4">
      <Choice
        label={t('rule.end')}
        value={kind}
        onChange={(next) =>
          onChange(next === 'never' ? null : next === 'day' ? { day: addMonths(day, 3) } : { count: 10 })
        }
        options={(['never', 'day', 'count'] as const).map((id) => ({ id, label: t(`rule.end.${id}`) }))}
      />
      {end && 'day' in end ? (
        <div className="max-w-60">
          <DateField
            label={t('rule.lastDate')}
            value={end.day}
            onChange={(last) => onChange({ day: last })}
          />
        </div>
      ) : null}
      {end && 'count' in end ? (
        <NumberField
          label={t('rule.times')}
          value={end.count}
          min={1}
          max={999}
          onChange={(count) => onChange({ count })}
        />
      ) : null}
    </div>
  )
}
