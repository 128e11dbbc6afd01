/** Names that are called in a text: `@Léa Martin`. */
import type { Member } from '@/generated/bindings'
import { sameLetters } from '@/lib/same-letters'

/** A name that is being typed: from `@` to the caret. */
export type Typing = { begin: number; end: number; wanted: string }

/** As many names are offered at once. */
const MOST = 6
/** A name has at most this many words while it is typed; more is a sentence. */
const MOST_WORDS = 3

/** Returns the name being typed at the caret, or null where none is. */
export function typingAt(text: string, caret: number): Typing | null {
  const begin = text.lastIndexOf('@', caret - 1)
  if (begin < 0 || (begin > 0 && /[\p{L}\p{N}]/u.test(text[begin - 1] ?? ''))) return null
  const wanted = text.slice(begin + 1, caret)
  if (/[\n@]/.test(wanted) || wanted.startsWith(' ') || wanted.split(' ').length > MOST_WORDS) return null
  return { begin, end: caret, wanted }
}

/** Returns who fits what is typed: names whose words begin with it, the earliest in the alphabet first. */
export function candidates(members: readonly Member[], { wanted }: Typing): Member[] {
  const words = sameLetters(wanted)
  const fits = (member: Member) => {
    const name = sameLetters(member.name)
    return name.startsWith(words) || name.split(/[\s'’-]+/u).some((word) => word.startsWith(words))
  }
  return members
    .filter((member) => !member.me && fits(member))
    .sort((a, b) => a.name.localeCompare(b.name))
    .slice(0, MOST)
}

/** Returns the text with a name in the place of what was typed, and where the caret then stands. */
export function complete(text: string, typing: Typing, name: string): { text: string; caret: number } {
  const before = `${text.slice(0, typing.begin)}@${name} `
  return { text: before + text.slice(typing.end).replace(/^ /, ''), caret: before.length }
}

/** Returns who is called by their whole name in a text. */
export function mentioned(text: string, members: readonly Member[]): string[] {
  return members.filter((member) => text.includes(`@${member.name}`)).map((member) => member.person)
}
