import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

type Props = {
  /** The one h1 of the screen, also the window's title. */
  title: string
  /** A line under the title. */
  lead?: ReactNode
  /** The one primary action, at the end of the head. */
  action?: ReactNode
  /** text: a column that is good to read; wide: lists with much beside; fill: the child scrolls by itself. */
  width?: 'text' | 'wide' | 'fill'
  children: ReactNode
}

/** The frame of every screen: title, primary action, and a body that scrolls. */
export function Screen({ title, lead, action, width = 'text', children }: Props) {
  const { t } = useTranslation()
  const column = width === 'fill' ? 'max-w-none' : width === 'wide' ? 'max-w-5xl' : 'max-w-3xl'
  const head = (
    <header
      className={clsx(
        'flex w-full flex-wrap items-center gap-x-6 gap-y-3',
        width === 'fill'
          ? 'border-b border-line px-6 py-3.5 narrow:px-4'
          : 'pt-8 pb-6 narrow:pt-4 narrow:pb-4',
      )}
    >
      <div className="min-w-0 flex-1 basis-56">
        <h1 className={clsx('font-bold break-words', width === 'fill' ? 'text-lg' : 'text-2xl')}>{title}</h1>
        {lead ? (
          <div className={clsx('text-ink-soft', width === 'fill' ? 'truncate text-sm' : 'mt-1')}>{lead}</div>
        ) : null}
      </div>
      {action}
    </header>
  )
  return (
    <>
      <title>{`${title} – ${t('app.name')}`}</title>
      {width === 'fill' ? (
        <div className="flex h-full min-h-0 flex-col">
          {head}
          {children}
        </div>
      ) : (
        // Where what is placed freely belongs: hidden inputs would else make the window itself scroll.
        <div className="scroll-quiet relative h-full overflow-y-auto">
          <div className={clsx('mx-auto px-8 pb-16 narrow:px-4', column)}>
            {head}
            {children}
          </div>
        </div>
      )}
    </>
  )
}
