import { expect, test } from 'vitest'
import { piecesOf } from './marked'

const marked = (text: string, query: string) =>
  piecesOf(text, query)
    .map((piece) => (piece.hit ? `[${piece.text}]` : piece.text))
    .join('')

test('words of the query stand out, whatever their case and accents', () => {
  expect(marked('Fête de la soupe', 'fete SOUPE')).toBe('[Fête] de la [soupe]')
  expect(marked('Où est le vélo ?', 'velo')).toBe('Où est le [vélo] ?')
})

test('nothing stands out where nothing fits, and the text stays whole', () => {
  expect(marked('Bonjour', 'x')).toBe('Bonjour')
  expect(marked('', 'x')).toBe('')
  expect(marked('Bonjour 🌱', '')).toBe('Bonjour 🌱')
})
