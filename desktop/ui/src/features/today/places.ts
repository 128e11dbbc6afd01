/** Where a line of today leads. */
import type { News, Waiting } from '@/generated/bindings'

const occurrenceQuery = (occurrence: string | null) =>
  occurrence ? `?occurrence=${encodeURIComponent(occurrence)}` : ''

/** Returns the address of what is new. */
export function newsHref({ community, kind, id }: News): string {
  switch (kind) {
    case 'messages':
      return `/c/${community}/rooms/${id}`
    case 'post':
    case 'announcement':
      return `/c/${community}/posts/${id}`
    case 'newcomers':
      return `/c/${community}/people`
    default:
      return `/c/${community}/agenda/${id}`
  }
}

/** Returns the address of what waits for me. */
export function waitingHref({ community, kind, id, parent, occurrence, time_ms }: Waiting): string {
  switch (kind) {
    case 'event':
      return `/c/${community}/agenda/${id}${occurrenceQuery(occurrence)}`
    case 'announcement':
      return `/c/${community}/posts/${id}`
    default:
      return parent
        ? `/c/${community}/rooms/${parent}?at=${time_ms}&message=${id}`
        : `/c/${community}/posts/${id}`
  }
}
