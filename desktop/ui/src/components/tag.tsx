import { clsx } from 'clsx'
import type { ReactNode } from 'react'

type Props = { tone?: 'calm' | 'brand' | 'warm' | 'danger'; icon?: ReactNode; children: ReactNode }

const tones = {
  calm: 'bg-sunken text-ink-soft',
  brand: 'bg-brand-soft text-brand-ink',
  warm: 'bg-warm-soft text-warm-ink',
  danger: 'bg-danger-soft text-danger',
}

/** A word or two about something, in a small rounded box. */
export function Tag({ tone = 'calm', icon, children }: Props) {
  return (
    <span
      className={clsx(
        'inline-flex w-fit items-center gap-1 rounded-full px-2.5 py-0.5 text-xs font-semibold',
        tones[tone],
      )}
    >
      {icon}
      {children}
    </span>
  )
}
