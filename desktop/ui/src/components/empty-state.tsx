import type { ReactNode } from 'react'

type Props = {
  icon: ReactNode
  title: string
  /** One sentence: why it is empty, or what belongs here. */
  text: string
  action?: ReactNode
}

/** The look of a list without entries. */
export function EmptyState({ icon, title, text, action }: Props) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-2 px-6 py-16 text-center narrow:py-10">
      <span
        aria-hidden
        className="mb-3 grid size-16 place-items-center rounded-full bg-brand-soft text-brand-ink"
      >
        {icon}
      </span>
      <p className="text-lg font-semibold">{title}</p>
      <p className="text-ink-soft">{text}</p>
      {action ? <div className="mt-4">{action}</div> : null}
    </div>
  )
}
