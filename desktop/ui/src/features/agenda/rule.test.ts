import { expect, test } from 'vitest'
import { monthChoices, plainRepeat, readRule, weekdayOf, writeRule } from './rule'

const lossless = [
  'FREQ=DAILY',
  'FREQ=DAILY;INTERVAL=3;COUNT=10',
  'FREQ=WEEKLY;BYDAY=MO,WE',
  'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20270503T215959Z',
  'FREQ=MONTHLY;BYMONTHDAY=15',
  'FREQ=MONTHLY;BYMONTHDAY=-1',
  'FREQ=MONTHLY;BYDAY=2TU',
  'FREQ=MONTHLY;BYDAY=-1FR;COUNT=6',
  'FREQ=YEARLY;INTERVAL=4',
]

test.each(lossless)('%s is read and written without loss', (rule) => {
  const repeat = readRule(rule)
  expect(repeat).not.toBeNull()
  // The last second of a day depends on the zone of the machine; the day does not.
  const zoneless = (text: string) => text.replace(/T\d{6}Z/, '')
  if (repeat && !rule.includes('UNTIL')) expect(writeRule(repeat, false)).toBe(rule)
  if (repeat) expect(readRule(zoneless(writeRule(repeat, false)))?.weekdays).toEqual(repeat.weekdays)
})

test.each([
  'FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
  'FREQ=WEEKLY;WKST=SU',
  'FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1',
  'FREQ=DAILY;COUNT=3;UNTIL=20270101',
  'FREQ=HOURLY',
  'nonsense',
])('%s says more than the form knows and is left alone', (rule) => {
  expect(readRule(rule)).toBeNull()
})

test('the last day is written to its last second, or as a day', () => {
  const repeat = { ...plainRepeat('WEEKLY'), end: { day: '2027-05-03' } }
  expect(writeRule(repeat, true)).toBe('FREQ=WEEKLY;UNTIL=20270503')
  const timed = writeRule(repeat, false)
  expect(timed).toMatch(/^FREQ=WEEKLY;UNTIL=2027050[34]T\d{4}59Z$/)
  expect(readRule(timed)?.end).toEqual({ day: '2027-05-03' })
})

test('a day is offered as what it is in its month', () => {
  expect(weekdayOf('2026-11-24')).toBe('TU')
  expect(monthChoices('2026-11-24')).toEqual([
    { day: 24 },
    { nth: 4, weekday: 'TU' },
    { nth: -1, weekday: 'TU' },
  ])
  expect(monthChoices('2026-11-30')).toEqual([{ day: 30 }, { nth: -1, weekday: 'MO' }, { day: -1 }])
})
