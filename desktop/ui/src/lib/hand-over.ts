/** Words that one screen hands to the form of another, in the state of the address: a message that becomes an event. */
export type HandOver = { title: string; text: string }

/** The longest title of anything, in characters. */
const MAX_TITLE = 120

/** Returns a hand-over of what somebody wrote: its first line or sentence is the title, all of it the text. */
export function handOver(text: string): HandOver {
  const line = text.trim().split('\n', 1)[0] ?? ''
  const sentence = /^.{8,}?[.!?…](?=\s|$)/u.exec(line)?.[0] ?? line
  const title = sentence
    .replace(/[*_`#>]/g, '')
    .replace(/[.…]$/u, '')
    .trim()
  return {
    title: title.length > MAX_TITLE ? `${title.slice(0, MAX_TITLE).trimEnd()}…` : title,
    text: text.trim(),
  }
}

/** Reads what was handed over; empty words where nothing was. */
export function handedOver(state: unknown): HandOver {
  const given = (state ?? {}) as Partial<Record<keyof HandOver, unknown>>
  const word = (value: unknown) => (typeof value === 'string' ? value : '')
  return { title: word(given.title), text: word(given.text) }
}
