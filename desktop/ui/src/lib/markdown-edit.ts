/** A text with what is selected in it, as offsets. */
export type Selected = { text: string; from: number; to: number }

/** A change: what replaces the text from `from` to `to`, and what is selected afterwards. */
export type MarkdownEdit = { from: number; to: number; insert: string; select: readonly [number, number] }

/** What a button of the toolbar does. */
export const MARKS = ['bold', 'italic', 'heading', 'list', 'quote', 'link'] as const
export type Mark = (typeof MARKS)[number]

const WRAPS = { bold: '**', italic: '*' } as const
const LINES = { heading: '## ', list: '- ', quote: '> ' } as const

/** Puts a mark on what is selected, or takes it off where it is there already. `word` stands in where nothing is selected. */
export function mark(what: Mark, selected: Selected, word: string): MarkdownEdit {
  switch (what) {
    case 'bold':
    case 'italic':
      return wrapped(WRAPS[what], selected, word)
    case 'heading':
    case 'list':
    case 'quote':
      return prefixed(LINES[what], selected)
    case 'link':
      return linked(selected, word)
  }
}

/** A web address on its own, as it is pasted over a word that it shall lie under. */
export function isAddress(text: string): boolean {
  return /^https?:\/\/\S+$/.test(text.trim())
}

/** Lays a link under what is selected. */
export function linkTo(address: string, { text, from, to }: Selected): MarkdownEdit {
  const insert = `[${text.slice(from, to)}](${address.trim()})`
  return { from, to, insert, select: [from + insert.length, from + insert.length] }
}

function wrapped(sign: string, { text, from, to }: Selected, word: string): MarkdownEdit {
  const inside = text.slice(from, to)
  const has = sign.length
  const isMarked = text.slice(from - has, from) === sign && text.slice(to, to + has) === sign
  // One star beside two of them is bold, not italic.
  const isBold = sign === '*' && text.slice(from - 2, from) === '**' && text.slice(to, to + 2) === '**'
  if (isMarked && !isBold) {
    return { from: from - has, to: to + has, insert: inside, select: [from - has, to - has] }
  }
  // Spaces at the ends stay outside: `** word **` is not bold.
  const core = inside.trim() || word
  const before = inside.trim() === '' ? inside : inside.slice(0, inside.indexOf(core))
  const after = inside.trim() === '' ? '' : inside.slice(before.length + core.length)
  const begin = from + before.length + has
  return {
    from,
    to,
    insert: `${before}${sign}${core}${sign}${after}`,
    select: [begin, begin + core.length],
  }
}

function prefixed(sign: string, { text, from, to }: Selected): MarkdownEdit {
  const begin = text.lastIndexOf('\n', from - 1) + 1
  const next = text.indexOf('\n', to)
  const end = next < 0 ? text.length : next
  const lines = text.slice(begin, end).split('\n')
  const isOn = lines.every((line) => line.startsWith(sign))
  const insert = lines.map((line) => (isOn ? line.slice(sign.length) : `${sign}${line}`)).join('\n')
  const select = lines.length > 1 ? begin : begin + insert.length
  return { from: begin, to: end, insert, select: [select, begin + insert.length] }
}

function linked({ text, from, to }: Selected, word: string): MarkdownEdit {
  const inside = text.slice(from, to)
  if (isAddress(inside)) {
    const insert = `[${word}](${inside.trim()})`
    return { from, to, insert, select: [from + 1, from + 1 + word.length] }
  }
  const insert = `[${inside || word}](https://)`
  const end = from + insert.length - 1
  return { from, to, insert, select: [end, end] }
}
