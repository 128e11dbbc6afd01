/** Says a number of bytes in the words of a language: `48 Mo`, `48 MB`. */
export function byteWords(bytes: number, language: string): string {
  const french = language.startsWith('fr')
  const units = french ? ['octets', 'ko', 'Mo', 'Go', 'To'] : ['bytes', 'kB', 'MB', 'GB', 'TB']
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(bytes, 1)) / 3)))
  const value = bytes / 1000 ** step
  const digits = step > 0 && value < 10 ? 1 : 0
  const number = new Intl.NumberFormat(french ? 'fr-FR' : 'en-GB', { maximumFractionDigits: digits }).format(
    value,
  )
  return `${number} ${units[step]}`
}
