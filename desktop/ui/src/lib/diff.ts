/** What changed between two texts, word by word. */

export type Change = { kind: 'same' | 'added' | 'removed'; text: string }

/** Longer texts are compared line by line: the table grows with the product of both lengths. */
const MAX_CELLS = 1_000_000

/** Returns the changes that lead from one text to another; together they hold every letter of both. */
export function changesOf(before: string, after: string): Change[] {
  const words = [split(before, /(\s+)/), split(after, /(\s+)/)] as const
  const lines = [split(before, /(\n+)/), split(after, /(\n+)/)] as const
  if (fits(words)) return compare(...words)
  return fits(lines) ? compare(...lines) : join([removed(before), added(after)])
}

const split = (text: string, at: RegExp) => text.split(at).filter((part) => part !== '')
const fits = ([a, b]: readonly [string[], string[]]) => a.length * b.length <= MAX_CELLS
const removed = (text: string): Change => ({ kind: 'removed', text })
const added = (text: string): Change => ({ kind: 'added', text })

/** The longest common subsequence, walked from the beginning. */
function compare(a: readonly string[], b: readonly string[]): Change[] {
  const width = b.length + 1
  const common = new Uint32Array((a.length + 1) * width)
  const at = (i: number, j: number) => common[i * width + j] ?? 0
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  const changes: Change[] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    const [old = '', next = ''] = [a[i], b[j]]
    if (i < a.length && j < b.length && old === next) {
      changes.push({ kind: 'same', text: old })
      i += 1
      j += 1
    } else if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1))) {
      changes.push(removed(old))
      i += 1
    } else {
      changes.push(added(next))
      j += 1
    }
  }
  return join(changes)
}

/** Puts neighbours of one kind together. */
function join(changes: readonly Change[]): Change[] {
  const joined: Change[] = []
  for (const change of changes) {
    const last = joined.at(-1)
    if (change.text === '') continue
    if (last?.kind === change.kind) last.text += change.text
    else joined.push({ ...change })
  }
  return joined
}
