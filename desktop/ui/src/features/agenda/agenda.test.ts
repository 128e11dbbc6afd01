import { expect, test } from 'vitest'
import { repeatKey, simpleRule } from './repeat'
import { wallOf } from './when-words'

test('simple rules have words, others say only that it repeats', () => {
  expect(repeatKey('FREQ=WEEKLY')).toBe('event.repeat.WEEKLY')
  expect(repeatKey('FREQ=WEEKLY;BYDAY=MO,WE')).toBe('event.repeat.other')
  expect(simpleRule('FREQ=MONTHLY;COUNT=3')).toBeNull()
})

test('an occurrence is read in both spellings', () => {
  expect(wallOf('20261201T180000')).toBe('2026-12-01T18:00')
  expect(wallOf('20261201T180000Z')).toBe('2026-12-01T18:00')
  expect(wallOf('20261201')).toBe('2026-12-01')
  expect(wallOf('2026-12-01T18:00')).toBe('2026-12-01T18:00')
  expect(wallOf('later')).toBeNull()
})
