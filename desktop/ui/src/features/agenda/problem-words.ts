import type { TextKey } from '@/i18n'

/** What the node says of an event in a calendar file, and our words for it. */
const KNOWN: readonly [RegExp, TextKey][] = [
  [/^start /, 'import.problem.start'],
  [/^title /, 'import.problem.title'],
  [/time zone/, 'import.problem.zone'],
  [/recurrence rule/, 'import.problem.rule'],
  [/date or time|duration|occurrence /, 'import.problem.time'],
  [/dates that differ/, 'import.problem.dates'],
  [/one import takes/, 'import.problem.many'],
  [/ is over /, 'import.problem.long'],
]

/** Returns the key of the words for a problem with one event. */
export function problemKey(problem: string): TextKey {
  return KNOWN.find(([pattern]) => pattern.test(problem))?.[1] ?? 'import.problem.other'
}
