/** Events and calendars of the fake node. */
import type { Comment, EventAnswer, EventPage } from '@/generated/bindings'
import type { FakeDesk, Handlers } from './fake-desk'
import { seat, slotsOf, takeSlot } from './fake-events'
import { page } from './fake-pages'
import { fakeCalendar } from './fake-time'
import { plainAnswer, plainEvent } from './plain'

/** Returns the commands. */
export const fakeAgenda = (desk: FakeDesk): Handlers => ({
  events: ({ community, from_ms, to_ms, limit }) => {
    const rows = desk.rows(community)
    const inside = rows.filter((row) => row.end_ms >= from_ms && row.start_ms < to_ms)
    return page(inside.sort((a, b) => a.start_ms - b.start_ms).slice(0, limit))
  },
  event: ({ community, event }) => desk.event(community, event),
  event_create: ({ community, ...input }) => {
    const me = desk.me(community)
    const event: EventPage = {
      id: desk.id('e'),
      title: input.title,
      description: input.description,
      place: input.place,
      start: input.start,
      duration_minutes: input.duration_minutes,
      rrule: input.rrule ?? null,
      status: 'confirmed',
      capacity: input.capacity ?? null,
      organisers: [{ person: me.person, name: me.name }],
      editable: true,
      answers: [],
      copies: 0,
      time_ms: desk.now(),
      ...plainEvent,
      slots: slotsOf(input.slots, []),
    }
    desk.world.events[community]?.push(event)
    desk.changed(['events', community])
    return event
  },
  event_edit: ({ community, event, ...input }) => {
    const one = desk.event(community, event)
    const slots = input.slots ? slotsOf(input.slots, one.slots) : one.slots
    Object.assign(one, input, { slots })
    seat(one)
    desk.changed(['event', community, event])
    return one
  },
  event_cancel: ({ community, event }) => {
    const one = desk.event(community, event)
    one.status = 'cancelled'
    desk.changed(['event', community, event])
    return one
  },
  rsvp_set: ({ community, event, occurrence, answer, note, party_size }) => {
    const me = desk.me(community)
    const one = desk.event(community, event)
    one.answers = one.answers.filter(
      (other) => other.person !== me.person || (occurrence && other.occurrence !== occurrence),
    )
    if (answer) {
      const said: EventAnswer = {
        person: me.person,
        name: me.name,
        occurrence: occurrence ?? null,
        answer,
        note,
        time_ms: desk.now(),
        ...plainAnswer,
        color: me.color,
        party_size: party_size ?? 1,
        mine: true,
        copies: 0,
      }
      one.answers.unshift(said)
      setTimeout(() => {
        said.copies = desk.world.status.connected
        desk.changed(['event', community, event])
      }, 1500)
    }
    seat(one)
    desk.changed(['event', community, event])
    return one
  },
  slot_take: (input) => {
    const one = desk.event(input.community, input.event)
    takeSlot(one, input, desk.me(input.community).name)
    desk.changed(['event', input.community, input.event])
    return one
  },
  occurrence_edit: ({ community, event, occurrence, ...change }) => {
    const one = desk.event(community, event)
    const plain = { start: null, duration_minutes: null, title: null, place: null, status: null }
    one.changes = one.changes.filter((other) => other.occurrence !== occurrence)
    one.changes.push({ occurrence, ...plain, ...change })
    desk.changed(['event', community, event])
    return one
  },
  event_comments: ({ event }) => page(desk.world.comments[event] ?? []),
  event_comment: ({ community, event, text, reply_to }) => {
    const me = desk.me(community)
    const comment: Comment = {
      id: desk.id('k'),
      post: event,
      author: me.person,
      author_name: me.name,
      color: me.color,
      time_ms: desk.now(),
      text,
      reply_to: reply_to ?? null,
      edited: false,
      deleted: false,
      reactions: [],
      mine: true,
      copies: 0,
    }
    desk.world.comments[event] = [...(desk.world.comments[event] ?? []), comment]
    desk.changed(['event', community, event])
    return comment
  },
  ics_export: () => ({ ics: 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n' }),
  ics_import: ({ ics, commit }) => {
    const events = fakeCalendar(ics, desk.now())
    const imported = commit ? events.filter((event) => event.problem === null).length : 0
    return { events, imported, lost: /BEGIN:VTODO/.test(ics) ? ['VTODO'] : [] }
  },
  calendar_feed: ({ community }) => ({
    url: `http://127.0.0.1:4597/calendar/${community}/4f1c0a7d.ics`,
    moved: false,
  }),
})
