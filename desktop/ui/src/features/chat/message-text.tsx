import { LinkedText } from '@/components/linked-text'
import { Markdown } from '@/components/markdown'

/** Signs of Markdown; a text without any is shown as it is, which is what most messages are. */
const MARKS =
  /\*\*\S|__\S|~~\S|`|(?:^|\s)[*_]\S[^*_\n]*[*_]|\[[^\]\n]+\]\([^)\n]+\)|^\s*(?:[-*+]|\d{1,3}[.)]|#{1,6}|>)\s/m

type Props = { text: string; names: readonly string[]; edited: string | null }

/** What a message says: its lines, its links, its Markdown, the names it calls. */
export function MessageText({ text, names, edited }: Props) {
  const mark = edited ? <span className="ml-2 text-xs text-ink-soft">({edited})</span> : null
  if (MARKS.test(text)) {
    return (
      <div className="max-w-[72ch]">
        <Markdown text={text} names={names} />
        {mark}
      </div>
    )
  }
  return (
    <p dir="auto" className="max-w-[72ch] break-words whitespace-pre-wrap">
      <LinkedText text={text} names={names} />
      {mark}
    </p>
  )
}
