/** Addresses of the web inside a text; a final full stop or bracket does not belong to them. */
const ADDRESS = 'https?:\\/\\/[^\\s<>"]+[^\\s<>".,;:!?)\\]}\']'

type Props = {
  text: string
  /** Names that are called in it, without their `@`. */
  names?: readonly string[]
}

/** Plain text whose web addresses can be followed and in which called names stand out. */
export function LinkedText({ text, names = [] }: Props) {
  const called = names.map((name) => `@${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`)
  const pattern = new RegExp(`(${[ADDRESS, ...called].join('|')})`, 'g')
  // Splitting by a pattern with one group puts what it found at the odd places.
  return text.split(pattern).map((part, index) => {
    if (index % 2 === 0) return part
    if (part.startsWith('@')) {
      return (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text never move
        <span key={index} className="mention">
          {part}
        </span>
      )
    }
    return (
      <a
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text never move
        key={index}
        href={part}
        target="_blank"
        rel="noopener noreferrer"
        className="text-brand-ink underline underline-offset-2"
      >
        {part}
      </a>
    )
  })
}
