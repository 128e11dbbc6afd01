/** Returns one or two letters that stand for a name: `Zoé Étoile` → `ZÉ`, `Quartier des Lilas` → `QL`. */
export function initials(name: string): string {
  const words = name.split(/[\s'’-]+/u).filter((word) => /^\p{L}|^\p{N}/u.test(word))
  const strong = words.filter((word) => /^\p{Lu}|^\p{N}/u.test(word))
  const chosen = strong.length >= 2 ? strong : words
  const first = chosen.at(0)
  const last = chosen.length > 1 ? chosen.at(-1) : undefined
  return (
    [first, last]
      .map((word) => (word ? [...word][0] : ''))
      .join('')
      .toLocaleUpperCase() || '?'
  )
}

/** Returns one of twelve colours for an id, always the same. */
export function colorOf(id: string): number {
  let sum = 0
  for (const letter of id) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973
  return sum % 12
}
