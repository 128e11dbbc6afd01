import type { Member } from '@/generated/bindings'
import { sameLetters } from '@/lib/same-letters'

/** Returns whether all words occur in a member's name, skills, wishes or languages; case and accents do not matter. */
export function matches(member: Member, wanted: string): boolean {
  const all = sameLetters(
    [member.name, ...member.can_help, ...member.wants_to_learn, ...member.languages].join(' '),
  )
  return sameLetters(wanted)
    .split(/\s+/)
    .every((word) => all.includes(word))
}

/** Returns the part of a member's profile that made them found, when their name did not; null where nothing is to say. */
export function reasonOf(
  member: Member,
  wanted: string,
): { kind: 'canHelp' | 'learns' | 'speaks'; list: string[] } | null {
  const words = sameLetters(wanted).split(/\s+/)
  const holds = (text: string) => words.some((word) => word !== '' && sameLetters(text).includes(word))
  const lists = [
    ['canHelp', member.can_help],
    ['learns', member.wants_to_learn],
    ['speaks', member.languages],
  ] as const
  for (const [kind, list] of lists) {
    const found = list.filter(holds)
    if (found.length > 0) return { kind, list: found }
  }
  return member.can_help.length > 0 ? { kind: 'canHelp', list: member.can_help } : null
}
