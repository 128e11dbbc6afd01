import type { EventPage } from '@/generated/bindings'

/** Returns an event as one of its dates has it; `when`: the RECURRENCE-ID that still tells its beginning, if any. */
export function occurrenceOf(
  event: EventPage,
  occurrence: string | null,
): { event: EventPage; when: string | null } {
  const change = event.changes.find((one) => one.occurrence === occurrence)
  if (!change) return { event, when: occurrence }
  return {
    event: {
      ...event,
      title: change.title ?? event.title,
      place: change.place ?? event.place,
      start: change.start ?? event.start,
      duration_minutes: change.duration_minutes ?? event.duration_minutes,
      status: change.status ?? event.status,
    },
    when: change.start ? null : occurrence,
  }
}
