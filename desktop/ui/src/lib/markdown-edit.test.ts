import { expect, test } from 'vitest'
import { isAddress, linkTo, type Mark, type MarkdownEdit, mark, type Selected } from './markdown-edit'

/** Reads `[` and `]` (as ‹ ›) in a text as the ends of the selection. */
function read(marked: string): Selected {
  const from = marked.indexOf('‹')
  const to = marked.indexOf('›') - 1
  return { text: marked.replace(/[‹›]/g, ''), from, to }
}

function applied({ text }: Selected, { from, to, insert, select }: MarkdownEdit): string {
  const next = text.slice(0, from) + insert + text.slice(to)
  return `${next.slice(0, select[0])}‹${next.slice(select[0], select[1])}›${next.slice(select[1])}`
}

test.each<[Mark, string, string]>([
  ['bold', 'un ‹mot› ici', 'un **‹mot›** ici'],
  ['bold', 'un **‹mot›** ici', 'un ‹mot› ici'],
  ['bold', 'un‹ mot ›ici', 'un **‹mot›** ici'],
  ['bold', '‹›', '**‹texte›**'],
  ['italic', '‹mot›', '*‹mot›*'],
  ['italic', '**‹mot›**', '***‹mot›***'],
  ['heading', 'ti‹›tre', '## titre‹›'],
  ['heading', '## ti‹›tre', 'titre‹›'],
  ['list', 'a\n‹b\nc›\nd', 'a\n‹- b\n- c›\nd'],
  ['list', '‹- b\n- c›', '‹b\nc›'],
  ['quote', 'dit‹›', '> dit‹›'],
  ['link', 'voir ‹ici›', 'voir [ici](https://‹›)'],
  ['link', '‹https://example.org›', '[‹texte›](https://example.org)'],
])('%s: %s becomes %s', (what, before, after) => {
  const selected = read(before)
  expect(applied(selected, mark(what, selected, 'texte'))).toBe(after)
})

test('an address pasted over a word lies under it', () => {
  const selected = read('voir ‹le plan› demain')
  expect(applied(selected, linkTo(' https://example.org/a ', selected))).toBe(
    'voir [le plan](https://example.org/a)‹› demain',
  )
  expect(isAddress('https://example.org/a')).toBe(true)
  expect(isAddress('voir https://example.org')).toBe(false)
  expect(isAddress('javascript:alert(1)')).toBe(false)
})
