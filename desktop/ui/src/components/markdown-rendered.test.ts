import { expect, test } from 'vitest'
import { renderMarkdown } from './markdown-rendered'

test('Markdown becomes HTML', () => {
  expect(renderMarkdown('**bold**\n\n- one\n- two')).toContain('<strong>bold</strong>')
})

test.each([
  ['raw HTML', '<img src=x onerror=alert(1)>'],
  ['a script', '<script>alert(1)</script>'],
  ['a javascript: link', '[click](javascript:alert(1))'],
  ['a data: link', '[click](data:text/html,<script>alert(1)</script>)'],
  ['a picture from elsewhere', '![x](https://example.org/x.png)'],
])('%s does nothing', (_, text) => {
  const box = document.createElement('div')
  box.innerHTML = renderMarkdown(text)
  expect(box.querySelector('img, script, iframe, [onerror]')).toBeNull()
  for (const link of box.querySelectorAll('a')) expect(link.protocol).toMatch(/^https?:$/)
})

test('links open outside and tell nothing', () => {
  const html = renderMarkdown('see https://example.org/a')
  expect(html).toContain('target="_blank"')
  expect(html).toContain('rel="noopener noreferrer"')
})

test('names that are called stand out, wherever and however often', () => {
  const html = renderMarkdown('**@Léa** and @Léa, not @Le', ['Léa'])
  expect(html.match(/<span class="mention">@Léa<\/span>/g)).toHaveLength(2)
  expect(renderMarkdown('@<img src=x onerror=alert(1)>', ['<img src=x onerror=alert(1)>'])).not.toContain(
    '<img',
  )
})

test('a hostile wall of Markdown is read in a moment', () => {
  const wall = `${'['.repeat(2000)}${'*a_'.repeat(2000)}${'>'.repeat(500)}${'`'.repeat(1000)}`
  const begin = performance.now()
  renderMarkdown(wall)
  expect(performance.now() - begin).toBeLessThan(3000)
})
