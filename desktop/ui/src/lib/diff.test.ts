import { expect, test } from 'vitest'
import { changesOf } from './diff'

const side = (before: string, after: string, kind: 'added' | 'removed') =>
  changesOf(before, after)
    .filter((change) => change.kind === 'same' || change.kind === kind)
    .map((change) => change.text)
    .join('')

test('a changed word is told, the others stay', () => {
  expect(changesOf('at six in the hall', 'at seven in the hall')).toEqual([
    { kind: 'same', text: 'at ' },
    { kind: 'removed', text: 'six' },
    { kind: 'added', text: 'seven' },
    { kind: 'same', text: ' in the hall' },
  ])
})

test.each([
  ['', 'new'],
  ['old', ''],
  ['a b c d', 'd c b a'],
  ['one\n\ntwo', 'one\ntwo'],
  ['same', 'same'],
  ['x '.repeat(3000), 'y '.repeat(3000)],
])('no letter is lost between %j and %j', (before, after) => {
  expect(side(before, after, 'removed')).toBe(before)
  expect(side(before, after, 'added')).toBe(after)
})
