import { expect, test } from 'vitest'
import { wallOf } from './when-words'

test('an occurrence is read in both spellings', () => {
  expect(wallOf('20261201T180000')).toBe('2026-12-01T18:00')
  expect(wallOf('20261201T180000Z')).toBe('2026-12-01T18:00')
  expect(wallOf('20261201')).toBe('2026-12-01')
  expect(wallOf('2026-12-01T18:00')).toBe('2026-12-01T18:00')
  expect(wallOf('later')).toBeNull()
})
