import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import {
  Button as AriaButton,
  Link as AriaLink,
  type ButtonProps,
  type LinkProps,
} from 'react-aria-components'

/** primary: the one main action of a screen; quiet: beside it; plain: in a line of text; danger: cannot be undone. */
export type Look = 'primary' | 'quiet' | 'plain' | 'danger'

const looks: Record<Look, string> = {
  primary: 'bg-brand text-on-brand hover:bg-brand-deep pressed:bg-brand-deep',
  quiet: 'border border-line-strong bg-panel text-ink hover:bg-sunken pressed:bg-sunken',
  plain: 'text-brand-ink hover:bg-brand-soft pressed:bg-brand-soft',
  danger: 'bg-danger text-on-danger hover:brightness-95 pressed:brightness-90',
}

/** Returns the classes of a button; links that act like one wear them too. */
export function buttonClass(look: Look, size: 'small' | 'normal' = 'normal'): string {
  return clsx(
    'inline-flex items-center justify-center gap-2 rounded-md font-semibold select-none no-underline transition-colors print:hidden',
    'disabled:opacity-55 disabled:cursor-not-allowed',
    size === 'small' ? 'min-h-9 px-3 text-sm' : 'min-h-11 px-5',
    looks[look],
  )
}

type Props = Omit<ButtonProps, 'className' | 'children'> & {
  look?: Look
  size?: 'small' | 'normal'
  icon?: ReactNode
  children: ReactNode
}

/** A button with words, and an icon where it helps. */
export function Button({ look = 'quiet', size = 'normal', icon, children, ...rest }: Props) {
  return (
    <AriaButton {...rest} className={buttonClass(look, size)}>
      {icon}
      {children}
    </AriaButton>
  )
}

type LinkButtonProps = Omit<LinkProps, 'className' | 'children'> & {
  look?: Look
  size?: 'small' | 'normal'
  icon?: ReactNode
  children: ReactNode
}

/** A link to another screen that looks like a button. */
export function LinkButton({ look = 'quiet', size = 'normal', icon, children, ...rest }: LinkButtonProps) {
  return (
    <AriaLink {...rest} className={buttonClass(look, size)}>
      {icon}
      {children}
    </AriaLink>
  )
}
