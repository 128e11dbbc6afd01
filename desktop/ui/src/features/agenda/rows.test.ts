import { expect, test } from 'vitest'
import type { EventRow } from '@/generated/bindings'
import { dayMs } from '@/lib/days'
import { plainRow } from '@/testing/plain'
import { blocksOf, byDay, daysOf } from './rows'

const DAY = '2026-11-24'
const at = (hour: number, day = DAY) => dayMs(day) + hour * 3_600_000
const row = (id: string, from: number, to: number, more: Partial<EventRow> = {}): EventRow => ({
  id,
  occurrence: null,
  title: id,
  place: '',
  start_ms: at(from),
  end_ms: at(to),
  all_day: false,
  tz: 'Europe/Paris',
  status: 'confirmed',
  mine: null,
  yes: 0,
  maybe: 0,
  no: 0,
  capacity: null,
  recurring: false,
  ...plainRow,
  ...more,
})

test('one that ends at midnight stays on its day, a longer one stands on each of its own', () => {
  expect(daysOf(row('a', 20, 24))).toEqual([DAY])
  expect(daysOf(row('b', 20, 26))).toEqual([DAY, '2026-11-25'])
  const days = byDay([row('a', 20, 24), row('trip', 0, 72, { all_day: true })])
  expect(days.get(DAY)).toHaveLength(2)
  expect(days.get('2026-11-26')).toHaveLength(1)
})

test('those at the same time stand side by side, others have the whole width', () => {
  const blocks = blocksOf([row('a', 9, 11), row('b', 10, 12), row('c', 11, 12), row('d', 14, 15)], DAY)
  expect(blocks.map(({ row: { id }, lane, lanes }) => [id, lane, lanes])).toEqual([
    ['a', 0, 2],
    ['b', 1, 2],
    ['c', 0, 2],
    ['d', 0, 1],
  ])
})

test('a moment without length can still be seen, a night is cut at midnight', () => {
  expect(blocksOf([row('now', 9, 9)], DAY)[0]).toMatchObject({ from: 540, to: 570 })
  expect(blocksOf([row('night', 22, 26)], DAY)[0]).toMatchObject({ from: 1320, to: 1440 })
  expect(blocksOf([row('night', 22, 26)], '2026-11-25')[0]).toMatchObject({ from: 0, to: 120 })
})
