/** The rules of repetition that the form offers; others can come from a calendar file. */
export const RULES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const
export type Rule = (typeof RULES)[number]

/** Returns the rule that an RRULE simply is, or null where it says more. */
export function simpleRule(rrule: string): Rule | null {
  const found = /^FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)$/.exec(rrule)
  return (found?.[1] as Rule | undefined) ?? null
}

/** Returns the key of the words for an RRULE. */
export function repeatKey(rrule: string) {
  const rule = simpleRule(rrule)
  return rule ? (`event.repeat.${rule}` as const) : 'event.repeat.other'
}
