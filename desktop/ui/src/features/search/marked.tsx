import { sameLetters } from '@/lib/same-letters'

type Piece = { text: string; hit: boolean; at: number }

/** Splits a text where words of the query stand, whatever their case and accents. */
export function piecesOf(text: string, query: string): Piece[] {
  const letters = [...text]
  const plain = letters.map((letter) => sameLetters(letter) || letter)
  const marked = letters.map(() => false)
  for (const word of query.split(/\s+/).map(sameLetters)) {
    if (word === '') continue
    for (let start = 0; start < plain.length; start += 1) {
      let end = start
      let read = ''
      while (end < plain.length && read.length < word.length) {
        read += plain[end]
        end += 1
      }
      if (read.startsWith(word)) marked.fill(true, start, end)
    }
  }
  const pieces: Piece[] = []
  letters.forEach((letter, at) => {
    const last = pieces.at(-1)
    if (last && last.hit === marked[at]) last.text += letter
    else pieces.push({ text: letter, hit: marked[at] === true, at })
  })
  return pieces
}

/** A text in which the words of the query stand out. */
export function Marked({ text, query }: { text: string; query: string }) {
  return piecesOf(text, query).map((piece) =>
    piece.hit ? (
      <mark key={piece.at} className="rounded-sm bg-warm-soft text-warm-ink">
        {piece.text}
      </mark>
    ) : (
      <span key={piece.at}>{piece.text}</span>
    ),
  )
}
