import { describe, expect, test } from 'vitest'
import { en, fr } from '.'

/** Words that a neighbour should not have to know. */
const jargon = {
  fr: /synchronis|\bpairs?\b|nœud|noeud|crdt|jeton|\bpeer|serveur|chiffr|\bhash\b|cryptograph|\bAPI\b/i,
  en: /\bsync|\bpeers?\b|\bnodes?\b|crdt|\btokens?\b|\bserver|encrypt|\bhash\b|cryptograph|\bAPI\b/i,
}
const MAX_WORDS = 15

const sentences = (text: string) => text.split(/(?<=[.!?…])\s+/u).filter((sentence) => sentence !== '')
const words = (sentence: string) => sentence.split(/\s+/u).filter((word) => /[\p{L}\p{N}{]/u.test(word))
const gaps = (text: string) => (text.match(/\{\{\w+\}\}/g) ?? []).sort()

describe.each([
  ['fr', fr],
  ['en', en],
] as const)('the texts in %s', (language, texts: Record<string, string>) => {
  test('use no jargon', () => {
    expect(Object.entries(texts).filter(([, text]) => jargon[language].test(text))).toEqual([])
  })

  test(`have no sentence of more than ${MAX_WORDS} words`, () => {
    const long = Object.values(texts)
      .flatMap(sentences)
      .filter((sentence) => words(sentence).length > MAX_WORDS)
    expect(long).toEqual([])
  })

  test('have no dots inside words, which are read badly aloud', () => {
    expect(Object.entries(texts).filter(([, text]) => text.includes('·'))).toEqual([])
  })

  test('are never empty and have no straight apostrophes', () => {
    expect(Object.entries(texts).filter(([, text]) => text.trim() === '' || text.includes("'"))).toEqual([])
  })
})

test('both languages have the same gaps to fill', () => {
  const different = Object.keys(en).filter((key) => {
    const name = key as keyof typeof en
    return gaps(en[name]).join() !== gaps(fr[name]).join()
  })
  expect(different).toEqual([])
})

test('every failure says what happened and then what is safe and what to do', () => {
  const told = Object.keys(en).filter((key) => key.startsWith('error.') && !key.endsWith('.then'))
  expect(told.length).toBeGreaterThan(20)
  for (const key of told) expect(en).toHaveProperty([`${key}.then`])
})

test('no key is given twice', () => {
  const files = import.meta.glob<{ en: Record<string, string> }>('./texts/*.ts', { eager: true })
  const keys = Object.values(files).flatMap((file) => Object.keys(file.en))
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([])
})
