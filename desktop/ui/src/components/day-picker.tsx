import type { CalendarDate } from '@internationalized/date'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { Button, Calendar, CalendarCell, CalendarGrid, Heading } from 'react-aria-components'

type Props = { label: string; latest?: CalendarDate; onChoose: (date: CalendarDate) => void }

/** A month from which a day is chosen by a press. */
export function DayPicker({ label, latest, onChoose }: Props) {
  const round = 'grid size-9 place-items-center rounded-md hover:bg-sunken disabled:opacity-40'
  return (
    <Calendar<CalendarDate>
      aria-label={label}
      autoFocus
      {...(latest ? { maxValue: latest } : {})}
      onChange={(date) => onChoose(date as CalendarDate)}
    >
      <header className="mb-3 flex items-center justify-between gap-2">
        <Button slot="previous" className={round}>
          <ChevronLeft aria-hidden className="size-5" />
        </Button>
        <Heading className="font-semibold" />
        <Button slot="next" className={round}>
          <ChevronRight aria-hidden className="size-5" />
        </Button>
      </header>
      <CalendarGrid className="[&_th]:text-xs [&_th]:font-medium [&_th]:text-ink-soft">
        {(date) => (
          <CalendarCell
            date={date}
            className="m-0.5 grid size-9 cursor-pointer place-items-center rounded-full text-sm tabular-nums outside-month:invisible hover:bg-sunken disabled:text-ink-soft disabled:opacity-50"
          />
        )}
      </CalendarGrid>
    </Calendar>
  )
}
