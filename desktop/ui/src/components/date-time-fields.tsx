import { type CalendarDate, parseDate, parseTime, type Time } from '@internationalized/date'
import { CalendarDays } from 'lucide-react'
import {
  TimeField as AriaTimeField,
  Button,
  Calendar,
  DateInput,
  DatePicker,
  DateSegment,
  Dialog,
  Group,
  Label,
  Popover,
} from 'react-aria-components'
import { labelClass } from './field-words'
import { Month } from './month'
import { inputClass } from './text-field'

const segmentClass =
  'rounded-sm px-0.5 tabular-nums outline-offset-0 focus:bg-brand focus:text-on-brand type-literal:px-0 placeholder-shown:text-ink-soft'

type DateProps = { label: string; value: string; onChange: (value: string) => void }

/** A day, `2026-12-01`: typed part by part, or chosen from a calendar. */
export function DateField({ label, value, onChange }: DateProps) {
  return (
    <DatePicker<CalendarDate>
      value={parseDate(value)}
      onChange={(date) => {
        if (date) onChange(date.toString())
      }}
      className="flex flex-col gap-1.5"
    >
      <Label className={labelClass}>{label}</Label>
      <Group className={`${inputClass} flex items-center justify-between gap-2 py-1! pr-1!`}>
        <DateInput className="flex">
          {(segment) => <DateSegment segment={segment} className={segmentClass} />}
        </DateInput>
        <Button className="grid size-9 place-items-center rounded-md text-ink-soft hover:bg-sunken">
          <CalendarDays aria-hidden className="size-4.5" />
        </Button>
      </Group>
      <Popover className="appear rounded-lg border border-line bg-raised p-4 shadow-float">
        <Dialog className="outline-none">
          <Calendar>
            <Month />
          </Calendar>
        </Dialog>
      </Popover>
    </DatePicker>
  )
}

/** A time of day, `18:30`. */
export function TimeField({ label, value, onChange }: DateProps) {
  return (
    <AriaTimeField<Time>
      value={parseTime(value)}
      onChange={(time) => {
        if (time) onChange(time.toString().slice(0, 5))
      }}
      hourCycle={24}
      className="flex flex-col gap-1.5"
    >
      <Label className={labelClass}>{label}</Label>
      <DateInput className={`${inputClass} flex items-center`}>
        {(segment) => <DateSegment segment={segment} className={segmentClass} />}
      </DateInput>
    </AriaTimeField>
  )
}
