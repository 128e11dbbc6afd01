import { expect, test } from 'vitest'
import { wallOf } from './when-words'

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
