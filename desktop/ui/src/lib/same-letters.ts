/** Returns a text without case and accents, so that `Léa` and `lea` are the same. */
export function sameLetters(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase().trim()
}
