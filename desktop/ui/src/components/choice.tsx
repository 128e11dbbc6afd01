import { Check } from 'lucide-react'
import { Label, Radio, RadioGroup, Text } from 'react-aria-components'
import { hintClass, labelClass } from './field-words'

type Props<T extends string> = {
  label: string
  hint?: string
  value: T
  onChange: (value: T) => void
  options: readonly { id: T; label: string }[]
}

/** One of a few possibilities, all visible: pills in a row. */
export function Choice<T extends string>({ label, hint, value, onChange, options }: Props<T>) {
  return (
    <RadioGroup
      value={value}
      onChange={(next) => onChange(next as T)}
      orientation="horizontal"
      className="flex flex-col gap-2"
    >
      <Label className={labelClass}>{label}</Label>
      {hint ? (
        <Text slot="description" className={hintClass}>
          {hint}
        </Text>
      ) : null}
      <div className="flex flex-wrap gap-2">
        {options.map((option) => (
          <Radio
            key={option.id}
            value={option.id}
            className="group relative flex min-h-10 cursor-pointer items-center gap-1.5 rounded-full border border-line-strong bg-panel px-4 text-sm font-medium transition-colors hover:bg-sunken selected:border-brand selected:bg-brand-soft selected:text-brand-ink selected:ring-1 selected:ring-brand"
          >
            <Check aria-hidden className="hidden size-4 group-selected:block" />
            {option.label}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  )
}
