import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { Button, type ButtonProps, Tooltip, TooltipTrigger } from 'react-aria-components'

type Props = Omit<ButtonProps, 'className' | 'children'> & {
  /** What it does, in words: read out, and shown on hover and focus. */
  label: string
  /** For labels that name their object (“Reply to Léa”) the short form to show. */
  tip?: string
  children: ReactNode
  className?: string
}

/** A small button that shows only an icon; its words appear on hover and focus. */
export function IconButton({ label, tip, children, className, ...rest }: Props) {
  return (
    <TooltipTrigger delay={500} closeDelay={100}>
      <Button
        {...rest}
        aria-label={label}
        className={clsx(
          'grid size-9 shrink-0 place-items-center rounded-md text-ink-soft transition-colors',
          'hover:bg-sunken hover:text-ink disabled:opacity-55',
          className,
        )}
      >
        {children}
      </Button>
      <Tip>{tip ?? label}</Tip>
    </TooltipTrigger>
  )
}

/** The words beside something small, on hover and focus. */
export function Tip({ children, placement = 'top' }: { children: ReactNode; placement?: 'top' | 'right' }) {
  return (
    <Tooltip
      placement={placement}
      offset={6}
      className="appear z-50 max-w-64 rounded-sm bg-ink px-2.5 py-1.5 text-xs font-medium text-canvas shadow-float"
    >
      {children}
    </Tooltip>
  )
}
