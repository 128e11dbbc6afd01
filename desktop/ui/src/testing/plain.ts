/** What posts and events are when nobody has done anything with them. */
import type { EventAnswer, EventPage, EventRow, Post } from '../generated/bindings'

export const plainPost = {
  ack: null,
  answer: null,
  closed: false,
  pinned: false,
  may_close: true,
  may_pin: true,
} satisfies Partial<Post>

export const plainEvent = { slots: [], changes: [] } satisfies Partial<EventPage>

export const plainRow = { seat: null, free: null, waiting: 0, hands_wanted: 0 } satisfies Partial<EventRow>

export const plainAnswer = {
  color: 0,
  party_size: 1,
  seat: { waiting: null },
  mine: false,
  copies: null,
} satisfies Partial<EventAnswer>
