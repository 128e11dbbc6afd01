import { expect, test } from 'vitest'
import { byteWords } from './bytes'
import { addMinutes, DAY_MS, dateWords, dayKey, startOfDay } from './dates'
import { splitList } from './form'
import { colorOf, initials } from './initials'
import { plainText } from './plain-text'
import { sameLetters } from './same-letters'

test('initials stand for first and last name, or for the words that count', () => {
  expect(initials('Zoé Étoile')).toBe('ZÉ')
  expect(initials('Quartier des Lilas')).toBe('QL')
  expect(initials('camille')).toBe('C')
  expect(initials('Anne-Marie de la Tour')).toBe('AT')
  expect(initials('🌱')).toBe('?')
  expect(initials('')).toBe('?')
})

test('a colour is one of twelve and stays the same', () => {
  for (const id of ['', 'c0', 'quartier', 'ü']) {
    expect(colorOf(id)).toBe(colorOf(id))
    expect(colorOf(id)).toBeLessThan(12)
  }
})

test('near days have a word', () => {
  const now = new Date(2026, 10, 23, 15).getTime()
  const fr = dateWords('fr-FR')
  expect(fr.nearDay(now, now)).toBe('Aujourd’hui')
  expect(fr.nearDay(now - DAY_MS, now)).toBe('Hier')
  expect(fr.nearDay(now + DAY_MS, now)).toBe('Demain')
  expect(fr.nearDay(now + 2 * DAY_MS, now)).toBe('Mercredi 25 novembre')
  expect(dateWords('en-GB').nearDay(now + 40 * DAY_MS, now)).toBe('Saturday, 2 January 2027')
})

test('wall-clock times go on over midnight and know no zone', () => {
  expect(addMinutes('2026-12-31T23:30', 60)).toBe('2027-01-01T00:30')
  expect(addMinutes('2026-03-29', 24 * 60)).toBe('2026-03-30T00:00')
  expect(dateWords('fr-FR').wallDay('2026-12-01T18:00')).toBe('Mardi 1er décembre 2026')
  expect(dateWords('fr-FR').wallDay('2026-12-11T18:00')).toBe('Vendredi 11 décembre 2026')
  expect(dateWords('en-GB').wallDay('2026-12-01T18:00')).toContain('1 December')
  expect(dateWords('en-GB').wallTime('2026-12-01T18:05')).toBe('18:05')
})

test('a day begins at midnight here', () => {
  const noon = new Date(2026, 10, 23, 12).getTime()
  expect(dayKey(startOfDay(noon))).toBe('2026-11-23')
  expect(new Date(startOfDay(noon)).getHours()).toBe(0)
})

test('lists are split at commas, without empty or double entries', () => {
  expect(splitList(' vélo, ,tricot;vélo\ncuisine ', 16)).toEqual(['vélo', 'tricot', 'cuisine'])
  expect(splitList('a,b,c', 2)).toEqual(['a', 'b'])
})

test('Markdown becomes plain words', () => {
  expect(plainText('# Title\n\n- **one** [two](https://x.org)\n1. `three`')).toBe('Title · one two · three')
})

test('case and accents do not matter', () => {
  expect(sameLetters(' Élan ')).toBe('elan')
})

test('sizes are said in the words of the language', () => {
  expect(byteWords(48_300_000, 'fr')).toBe('48 Mo')
  expect(byteWords(1_500, 'en')).toBe('1.5 kB')
  expect(byteWords(0, 'en')).toBe('0 bytes')
})
