import DOMPurify from 'dompurify'
import MarkdownIt from 'markdown-it'
import { useMemo } from 'react'

const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true })

/** Returns safe HTML: no raw HTML passes, no pictures from elsewhere, links open outside; `names` that are called stand out. */
export function renderMarkdown(text: string, names: readonly string[] = []): string {
  const clean = DOMPurify.sanitize(markdown.render(text), {
    USE_PROFILES: { html: true },
    FORBID_TAGS: ['style', 'form', 'img', 'svg', 'math', 'iframe', 'input'],
    FORBID_ATTR: ['style', 'id', 'class'],
    RETURN_DOM_FRAGMENT: true,
  })
  for (const link of clean.querySelectorAll('a')) {
    link.setAttribute('target', '_blank')
    link.setAttribute('rel', 'noopener noreferrer')
  }
  const box = document.createElement('div')
  box.append(clean)
  if (names.length > 0) markNames(box, names)
  return box.innerHTML
}

/** Puts the names that are called into elements of their own. */
function markNames(box: HTMLElement, names: readonly string[]) {
  const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT)
  const texts: Text[] = []
  while (walker.nextNode()) texts.push(walker.currentNode as Text)
  for (const name of names) {
    for (let text of texts) {
      const wanted = `@${name}`
      const at = text.data.indexOf(wanted)
      if (at < 0) continue
      text = text.splitText(at)
      const rest = text.splitText(wanted.length)
      const mark = document.createElement('span')
      mark.className = 'mention'
      text.replaceWith(mark)
      mark.append(text)
      texts.push(rest)
    }
  }
}

/** Markdown as HTML, made safe. */
export default function MarkdownRendered({ text, names }: { text: string; names?: readonly string[] }) {
  const html = useMemo(() => renderMarkdown(text, names), [text, names])
  // biome-ignore lint/security/noDangerouslySetInnerHtml: the text went through DOMPurify
  return <div dir="auto" className="prose" dangerouslySetInnerHTML={{ __html: html }} />
}
