import { Minus, Plus } from 'lucide-react'
import { NumberField as AriaNumberField, Button, Group, Input, Label } from 'react-aria-components'
import { labelClass } from './field-words'

type Props = { label: string; value: number; min: number; max: number; onChange: (value: number) => void }

/** A small whole number: typed, or counted up and down. */
export function NumberField({ label, value, min, max, onChange }: Props) {
  const step = 'grid size-11 shrink-0 place-items-center text-ink-soft hover:text-ink disabled:opacity-40'
  return (
    <AriaNumberField
      value={value}
      minValue={min}
      maxValue={max}
      onChange={(next) => {
        if (Number.isInteger(next)) onChange(next)
      }}
      className="flex flex-col gap-1.5"
    >
      <Label className={labelClass}>{label}</Label>
      <Group className="flex w-fit items-center rounded-md border border-line-strong bg-panel">
        <Button slot="decrement" className={step}>
          <Minus aria-hidden className="size-4.5" />
        </Button>
        <Input className="w-14 bg-transparent py-2.5 text-center tabular-nums" />
        <Button slot="increment" className={step}>
          <Plus aria-hidden className="size-4.5" />
        </Button>
      </Group>
    </AriaNumberField>
  )
}
