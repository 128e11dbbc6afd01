import { lazy, Suspense } from 'react'

const NONE: readonly string[] = []
const Rendered = lazy(() => import('./markdown-rendered'))

/** What somebody wrote in Markdown; its plain text until the renderer is loaded. `names`: who is called in it. */
export function Markdown({ text, names = NONE }: { text: string; names?: readonly string[] }) {
  return (
    <Suspense fallback={<div className="prose whitespace-pre-wrap">{text}</div>}>
      <Rendered text={text} names={names} />
    </Suspense>
  )
}
