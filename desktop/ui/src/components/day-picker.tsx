import type { CalendarDate } from '@internationalized/date'
import { Calendar } from 'react-aria-components'
import { Month } from './month'

type Props = { label: string; latest?: CalendarDate; onChoose: (date: CalendarDate) => void }

/** A month from which a day is chosen by a press. */
export function DayPicker({ label, latest, onChoose }: Props) {
  return (
    <Calendar<CalendarDate>
      aria-label={label}
      autoFocus
      {...(latest ? { maxValue: latest } : {})}
      onChange={(date) => onChoose(date as CalendarDate)}
    >
      <Month />
    </Calendar>
  )
}
