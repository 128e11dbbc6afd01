import { clsx } from 'clsx'
import type { ReactNode } from 'react'

type Props = {
  tone: 'warm' | 'brand' | 'danger'
  icon: ReactNode
  children: ReactNode
  action?: ReactNode
}

const tones = {
  warm: 'bg-warm-soft text-warm-ink',
  brand: 'bg-brand-soft text-brand-ink',
  danger: 'bg-danger-soft text-danger',
}

/** A line over the screens that stays until its reason is gone. */
export function Banner({ tone, icon, children, action }: Props) {
  return (
    <div
      className={clsx(
        'print:hidden flex flex-wrap items-center gap-x-3 gap-y-1 px-6 py-2 text-sm narrow:px-4',
        tones[tone],
      )}
    >
      <span aria-hidden className="shrink-0">
        {icon}
      </span>
      <p className="min-w-0 flex-1 font-medium">{children}</p>
      {action}
    </div>
  )
}
