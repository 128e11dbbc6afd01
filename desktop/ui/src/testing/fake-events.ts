/** What the node made of memory knows of seats and helping hands. */
import type { EventPage, EventSlot, SlotTake, SlotWrite } from '@/generated/bindings'

/** Gives out the seats in the order of the answers. */
export function seat(event: EventPage): void {
  let left = event.capacity ?? Number.POSITIVE_INFINITY
  let waiting = 0
  for (const answer of event.answers.toSorted((a, b) => a.time_ms - b.time_ms)) {
    if (answer.answer !== 'yes') {
      answer.seat = null
      continue
    }
    const fits = answer.party_size <= left
    if (fits) left -= answer.party_size
    else waiting += 1
    answer.seat = { waiting: fits ? null : waiting }
  }
}

/** Returns the slots that an organiser wrote, with the helpers they had. */
export function slotsOf(
  written: readonly SlotWrite[] | null | undefined,
  old: readonly EventSlot[],
): EventSlot[] {
  return (written ?? []).map(({ key, label, seats }, index) => ({
    key: key ?? `s${old.length + index}`,
    label,
    seats,
    helpers: old.find((one) => one.key === key)?.helpers ?? [],
  }))
}

/** Takes a slot, asks to be replaced there, or gives it back. */
export function takeSlot(event: EventPage, { slot, occurrence, helping }: SlotTake, name: string): void {
  const found = event.slots.find((one) => one.key === slot)
  if (!found) return
  found.helpers = found.helpers.filter((one) => !one.mine)
  if (!helping) return
  found.helpers.push({
    person: 'p0',
    name,
    color: 0,
    occurrence: occurrence ?? null,
    helping,
    mine: true,
  })
}
