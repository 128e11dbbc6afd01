/** The agenda of the believable neighbourhood, with answers and helping hands. */
import type { EventSlot } from '@/generated/bindings'
import { plainAnswer, plainEvent } from './plain'
import type { SeedWords as Words } from './seed-text'
import { DAY, HOUR } from './seed-time'
import { person, type World } from './world'

/** Fills the agenda. `now`: ms since 1970. */
export function seedEvents(world: World, words: Words, now: number) {
  world.events.c0 = words.events.map((event, index) => ({
    id: `e${index}`,
    title: event.title,
    description: event.description,
    place: event.place,
    start:
      event.hour === null
        ? { date: dayAt(now, event.inDays) }
        : { local: `${dayAt(now, event.inDays)}T${event.hour}`, tz: 'Europe/Paris' },
    duration_minutes: event.minutes,
    rrule: event.rrule ?? null,
    status: event.cancelled ? 'cancelled' : 'confirmed',
    capacity: event.capacity ?? null,
    organisers: [{ person: person(world, event.who).person, name: person(world, event.who).name }],
    editable: event.who === 0,
    answers: (event.answers ?? []).map(([who, answer, note], place) => ({
      person: person(world, who).person,
      name: person(world, who).name,
      occurrence: null,
      answer,
      note,
      time_ms: now - (place + 2) * HOUR,
      ...plainAnswer,
      color: person(world, who).color,
      party_size: place === 1 ? 3 : 1,
      mine: who === 0,
      copies: who === 0 ? 2 : null,
    })),
    copies: 2,
    time_ms: now - 5 * DAY,
    ...plainEvent,
    slots: index === 0 ? seedSlots(world, words) : [],
  }))
}

function seedSlots(world: World, words: Words): EventSlot[] {
  const { person: id, name, color } = person(world, 3)
  const helper = { person: id, name, color, occurrence: null, helping: 'taken', mine: false } as const
  return words.slots.map((label, index) => ({
    key: `s${index}`,
    label,
    seats: index + 2,
    helpers: index === 0 ? [helper] : [],
  }))
}

/** Returns the day `days` from now as `2026-11-23`. */
function dayAt(now: number, days: number): string {
  return new Date(now + days * DAY).toISOString().slice(0, 10)
}
