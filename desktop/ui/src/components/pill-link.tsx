import type { ReactNode } from 'react'
import { Link } from 'react-aria-components'

type Props = { href: string; current: boolean; children: ReactNode }

/** One of a few neighbouring views, as a pill; the current one is filled. */
export function PillLink({ href, current, children }: Props) {
  return (
    <Link
      href={href}
      aria-current={current ? 'page' : undefined}
      className={`inline-flex min-h-9 items-center gap-2 rounded-full px-4 text-sm font-medium transition-colors ${
        current
          ? 'bg-brand-soft text-brand-ink ring-1 ring-brand'
          : 'border border-line-strong bg-panel hover:bg-sunken'
      }`}
    >
      {children}
    </Link>
  )
}
