import type { TFunction } from 'i18next'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { dateWords, localeOf } from '@/lib/dates'
import { dayMs } from '@/lib/days'
import { type Repeat, readRule, WEEKDAYS, type Weekday } from './rule'

/** Words of a repetition in the language of the screens. */
export type RuleWords = {
  /** `Toutes les 2 semaines, le mardi, jusqu’au 3 mai 2027`; for a rule that the form does not know: `Se répète`. */
  rule(rrule: string): string
  repeat(repeat: Repeat): string
  /** `le 24`, `le dernier mardi` */
  month(month: NonNullable<Repeat['month']>): string
  /** `mardi` */
  weekday(day: Weekday): string
}

/** Returns the words of repetitions. */
export function useRuleWords(): RuleWords {
  const { t, i18n } = useTranslation()
  return useMemo(() => ruleWords(t, i18n.language), [t, i18n.language])
}

function ruleWords(t: TFunction, language: string): RuleWords {
  const locale = localeOf(language)
  const dates = dateWords(locale)
  const names = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' })
  const list = new Intl.ListFormat(locale, { type: 'conjunction' })
  // The fifth of January 1970 was a Monday.
  const weekday = (day: Weekday) => names.format(Date.UTC(1970, 0, 5 + WEEKDAYS.indexOf(day)))
  const month = (one: NonNullable<Repeat['month']>) => {
    if ('nth' in one) return t(`rule.nth.${one.nth}`, { weekday: weekday(one.weekday) })
    return one.day === -1 ? t('rule.lastDay') : t('rule.monthDay', { day: one.day })
  }
  const repeat = ({ every, interval, weekdays, month: day, end }: Repeat) => {
    const parts = [t(`rule.${every}`, { count: interval })]
    if (weekdays.length > 0) {
      parts.push(
        t('rule.on', { days: list.format(weekdays.map((one) => t('rule.weekday', { day: weekday(one) }))) }),
      )
    }
    if (day) parts.push(month(day))
    if (end && 'day' in end) parts.push(t('rule.until', { date: dates.date(dayMs(end.day)) }))
    if (end && 'count' in end) parts.push(t('rule.count', { count: end.count }))
    return parts.join(', ')
  }
  return {
    repeat,
    month,
    weekday,
    rule(rrule) {
      const known = readRule(rrule)
      return known ? repeat(known) : t('rule.other')
    },
  }
}
