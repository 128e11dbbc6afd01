import type { ReactNode } from 'react'
import { Switch as AriaSwitch } from 'react-aria-components'

type Props = { isSelected: boolean; onChange: (on: boolean) => void; children: ReactNode }

/** Something that is on or off. */
export function Switch({ isSelected, onChange, children }: Props) {
  return (
    <AriaSwitch
      isSelected={isSelected}
      onChange={onChange}
      className="group flex min-h-11 w-fit cursor-pointer items-center gap-3 rounded-md"
    >
      <span className="flex h-7 w-12 shrink-0 items-center rounded-full border border-line-strong bg-sunken p-0.5 transition-colors group-selected:border-brand group-selected:bg-brand">
        <span className="size-5 rounded-full bg-line-strong transition-transform group-selected:translate-x-5 group-selected:bg-on-brand" />
      </span>
      <span className="font-medium">{children}</span>
    </AriaSwitch>
  )
}
