import { lazy, Suspense } from 'react'

const Rendered = lazy(() => import('./markdown-rendered'))

/** What somebody wrote in Markdown; its plain text until the renderer is loaded. */
export function Markdown({ text }: { text: string }) {
  return (
    <Suspense fallback={<div className="prose whitespace-pre-wrap">{text}</div>}>
      <Rendered text={text} />
    </Suspense>
  )
}
