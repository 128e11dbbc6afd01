import { ChevronLeft, ChevronRight } from 'lucide-react'
import { Button, CalendarCell, CalendarGrid, Heading } from 'react-aria-components'

/** What a calendar shows: its month between two arrows, and the days. To be put into a `Calendar`. */
export function Month() {
  const arrow = 'grid size-9 place-items-center rounded-md hover:bg-sunken disabled:opacity-40'
  return (
    <>
      <header className="mb-3 flex items-center justify-between gap-2">
        <Button slot="previous" className={arrow}>
          <ChevronLeft aria-hidden className="size-5" />
        </Button>
        <Heading className="font-semibold" />
        <Button slot="next" className={arrow}>
          <ChevronRight aria-hidden className="size-5" />
        </Button>
      </header>
      <CalendarGrid className="[&_th]:text-xs [&_th]:font-medium [&_th]:text-ink-soft">
        {(date) => (
          <CalendarCell
            date={date}
            className="m-0.5 grid size-9 cursor-pointer place-items-center rounded-full text-sm tabular-nums outside-month:invisible hover:bg-sunken disabled:text-ink-soft disabled:opacity-50 selected:bg-brand selected:font-semibold selected:text-on-brand"
          />
        )}
      </CalendarGrid>
    </>
  )
}
