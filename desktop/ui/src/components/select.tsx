import { Check, ChevronDown } from 'lucide-react'
import {
  Select as AriaSelect,
  Button,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
} from 'react-aria-components'
import { labelClass } from './field-words'
import { inputClass } from './text-field'

type Props<T extends string> = {
  label: string
  value: T
  onChange: (value: T) => void
  options: readonly { id: T; label: string }[]
}

/** One of many possibilities, in a list that opens. */
export function Select<T extends string>({ label, value, onChange, options }: Props<T>) {
  return (
    <AriaSelect value={value} onChange={(next) => onChange(next as T)} className="flex flex-col gap-1.5">
      <Label className={labelClass}>{label}</Label>
      <Button className={`${inputClass} flex items-center justify-between gap-2 text-left`}>
        <SelectValue className="truncate" />
        <ChevronDown aria-hidden className="size-4 shrink-0 text-ink-soft" />
      </Button>
      <Popover className="appear w-(--trigger-width) min-w-40 rounded-md border border-line bg-raised p-1 shadow-float">
        <ListBox className="scroll-quiet max-h-72 overflow-auto outline-none">
          {options.map((option) => (
            <ListBoxItem
              key={option.id}
              id={option.id}
              textValue={option.label}
              className="group flex min-h-10 cursor-pointer items-center justify-between gap-2 rounded-sm px-3 focus:bg-brand-soft selected:font-semibold"
            >
              {option.label}
              <Check aria-hidden className="hidden size-4 group-selected:block" />
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}
