import { expect, test } from 'vitest'
import { addDays, addMonths, dayOr, monthOf, weekOf } from './days'

test('a week begins on Monday, also across a year', () => {
  expect(weekOf('2026-11-29')).toEqual(weekOf('2026-11-23'))
  expect(weekOf('2027-01-01')[0]).toBe('2026-12-28')
})

test('a month has all its days and whole weeks', () => {
  const weeks = monthOf('2026-11-23')
  expect(weeks).toHaveLength(6)
  expect(weeks.every((week) => week.length === 7)).toBe(true)
  expect(weeks[0]?.[0]).toBe('2026-10-26')
  expect(monthOf('2027-02-10')).toHaveLength(4)
})

test('days are counted right when the clock changes', () => {
  expect(addDays('2026-10-24', 2)).toBe('2026-10-26')
  expect(addDays('2026-03-28', 2)).toBe('2026-03-30')
})

test('a month later stays in that month', () => {
  expect(addMonths('2026-01-31', 1)).toBe('2026-02-28')
  expect(addMonths('2026-03-31', -1)).toBe('2026-02-28')
  expect(addMonths('2026-11-23', 2)).toBe('2027-01-23')
})

test('what names no day is told apart', () => {
  expect(dayOr('2026-02-30', 'x')).toBe('x')
  expect(dayOr('2026-02-28', 'x')).toBe('2026-02-28')
  expect(dayOr(null, 'x')).toBe('x')
})
