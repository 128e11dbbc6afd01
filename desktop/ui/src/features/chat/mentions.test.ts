import { expect, test } from 'vitest'
import type { Member } from '@/generated/bindings'
import { candidates, complete, mentioned, typingAt } from './mentions'

const member = (person: string, name: string, me = false): Member => ({
  person,
  name,
  me,
  role: 'member',
  color: 0,
  joined_ms: 0,
  online: false,
  can_help: [],
  wants_to_learn: [],
  languages: [],
})
const people = [member('p0', 'Camille', true), member('p1', 'Léa Martin'), member('p2', 'Jean-Marc Lea')]

test('a name is being typed after @, not inside an address of mail', () => {
  expect(typingAt('hello @le', 9)).toEqual({ begin: 6, end: 9, wanted: 'le' })
  expect(typingAt('lea@example.org', 15)).toBeNull()
  expect(typingAt('@ twelve', 8)).toBeNull()
  expect(typingAt('@Léa can you come and help', 26)).toBeNull()
  expect(typingAt('no name', 7)).toBeNull()
})

test('names are found by any of their words, without accents, and never mine', () => {
  const names = (wanted: string) => candidates(people, { begin: 0, end: 0, wanted }).map((one) => one.name)
  expect(names('le')).toEqual(['Jean-Marc Lea', 'Léa Martin'])
  expect(names('marc')).toEqual(['Jean-Marc Lea'])
  expect(names('cam')).toEqual([])
})

test('a chosen name takes the place of what was typed', () => {
  expect(complete('hello @le there', { begin: 6, end: 9, wanted: 'le' }, 'Léa Martin')).toEqual({
    text: 'hello @Léa Martin there',
    caret: 18,
  })
})

test('who is called is read off the text that is sent', () => {
  expect(mentioned('@Léa Martin and @Jean', people)).toEqual(['p1'])
})
