import DOMPurify from 'dompurify'
import MarkdownIt from 'markdown-it'
import { useMemo } from 'react'

const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true })

/** Returns safe HTML: no raw HTML passes, no pictures from elsewhere, links open outside. */
export function renderMarkdown(text: string): string {
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
  return box.innerHTML
}

/** Markdown as HTML, made safe. */
export default function MarkdownRendered({ text }: { text: string }) {
  const html = useMemo(() => renderMarkdown(text), [text])
  // biome-ignore lint/security/noDangerouslySetInnerHtml: the text went through DOMPurify
  return <div className="prose" dangerouslySetInnerHTML={{ __html: html }} />
}
