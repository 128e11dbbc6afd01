import { Plus, X } from 'lucide-react'
import { Label } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/button'
import { hintClass, labelClass } from '@/components/field-words'
import { IconButton } from '@/components/icon-button'
import { NumberField } from '@/components/number-field'
import { TextField } from '@/components/text-field'
import type { SlotWrite } from '@/generated/bindings'

/** As many as one event can ask for on this form. */
const MOST = 12

type Props = { slots: readonly SlotWrite[]; onChange: (slots: SlotWrite[]) => void }

/** Asks which helping hands are wanted: what is to be done, and by how many. */
export function SlotsField({ slots, onChange }: Props) {
  const { t } = useTranslation()
  const set = (index: number, change: Partial<SlotWrite>) =>
    onChange(slots.map((slot, place) => (place === index ? { ...slot, ...change } : slot)))
  return (
    <fieldset className="flex flex-col gap-4">
      <legend className={`${labelClass} mb-1.5`}>
        <Label>{t('slots.field')}</Label>
        <span className={`${hintClass} block font-normal`}>{t('slots.fieldHint')}</span>
      </legend>
      {slots.map((slot, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a new one has no key yet, and they keep their order
        <div key={index} className="flex flex-wrap items-end gap-3 rounded-lg bg-sunken p-4">
          <div className="min-w-0 flex-1 basis-52">
            <TextField
              label={t('slots.what')}
              value={slot.label}
              onChange={(label) => set(index, { label })}
              maxLength={80}
              placeholder={t('slots.whatHint')}
            />
          </div>
          <NumberField
            label={t('slots.howMany')}
            value={slot.seats}
            min={1}
            max={100}
            onChange={(seats) => set(index, { seats })}
          />
          <IconButton
            label={t('slots.remove', { label: slot.label })}
            tip={t('common.delete')}
            className="mb-1"
            onPress={() => onChange(slots.filter((_, place) => place !== index))}
          >
            <X aria-hidden className="size-5" />
          </IconButton>
        </div>
      ))}
      {slots.length < MOST ? (
        <div>
          <Button
            size="small"
            icon={<Plus aria-hidden className="size-4.5" />}
            onPress={() => onChange([...slots, { label: '', seats: 2 }])}
          >
            {t('slots.add')}
          </Button>
        </div>
      ) : null}
    </fieldset>
  )
}
