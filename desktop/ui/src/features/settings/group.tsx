import { type ReactNode, useId } from 'react'

/** A card of settings under one heading. */
export function Group({ title, children }: { title: string; children: ReactNode }) {
  const id = useId()
  return (
    <section
      aria-labelledby={id}
      className="rounded-xl border border-line bg-panel p-6 shadow-card narrow:p-4"
    >
      <h2 id={id} className="mb-5 text-lg font-bold">
        {title}
      </h2>
      <div className="flex flex-col gap-6">{children}</div>
    </section>
  )
}

/** A name and what it is. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <dl>
      <dt className="font-semibold">{name}</dt>
      <dd className="mt-1 flex flex-wrap items-center gap-3 text-ink-soft">{children}</dd>
    </dl>
  )
}
