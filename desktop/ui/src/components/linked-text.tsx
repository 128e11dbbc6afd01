/** Addresses of the web inside a text; a final full stop or bracket does not belong to them. */
const ADDRESS = /(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]}'])/g

/** Plain text whose web addresses can be followed. */
export function LinkedText({ text }: { text: string }) {
  // Splitting by a pattern with one group puts the addresses at the odd places.
  return text.split(ADDRESS).map((part, index) =>
    index % 2 === 1 ? (
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
    ) : (
      part
    ),
  )
}
