import { expect, test } from 'vitest'
import { momentIn, wallOf } from './when-words'

test('an occurrence is read in both spellings', () => {
  expect(wallOf('20261201T180000', null)).toBe('2026-12-01T18:00')
  expect(wallOf('20261201', null)).toBe('2026-12-01')
  expect(wallOf('2026-12-01T18:00', null)).toBe('2026-12-01T18:00')
  expect(wallOf('later', null)).toBeNull()
})

test('an occurrence in UTC is read in the zone of the event, over the change of the clocks and over midnight', () => {
  expect(wallOf('20261124T090000Z', 'Europe/Paris')).toBe('2026-11-24T10:00')
  expect(wallOf('20260724T080000Z', 'Europe/Paris')).toBe('2026-07-24T10:00')
  expect(wallOf('20261124T233000Z', 'Europe/Paris')).toBe('2026-11-25T00:30')
  expect(wallOf('20261124T090000Z', null)).toBe('2026-11-24T09:00')
})

test('a wall of another zone is read as the moment it means, over the change of the clocks', () => {
  expect(momentIn('America/New_York', '2026-11-30T18:00')).toBe(Date.parse('2026-11-30T23:00Z'))
  expect(momentIn('Europe/Paris', '2026-03-29T03:30')).toBe(Date.parse('2026-03-29T01:30Z'))
  expect(momentIn('Asia/Kolkata', '2026-07-01T00:15')).toBe(Date.parse('2026-06-30T18:45Z'))
  expect(momentIn('Mars/Base', '2026-07-01T00:15')).toBeNull()
})
