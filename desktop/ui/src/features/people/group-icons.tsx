import { UsersRound } from 'lucide-react'
import { Label, Radio, RadioGroup } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { labelClass } from '@/components/field-words'
import type { TextKey } from '@/i18n'

/** The signs on offer, each with its name; any other that somebody chose is shown too. */
const SIGNS: readonly [string, TextKey][] = [
  ['🌱', 'groups.sign.garden'],
  ['🚲', 'groups.sign.bike'],
  ['🎲', 'groups.sign.games'],
  ['🎵', 'groups.sign.music'],
  ['🍲', 'groups.sign.cooking'],
  ['📚', 'groups.sign.books'],
  ['🧵', 'groups.sign.sewing'],
  ['🔧', 'groups.sign.repair'],
  ['⚽', 'groups.sign.sport'],
  ['🐈', 'groups.sign.animals'],
  ['🧒', 'groups.sign.children'],
]

/** The sign of a group on a soft square. Decoration: its name always stands beside it. */
export function GroupSign({ icon }: { icon: string }) {
  return (
    <span
      aria-hidden
      className="grid size-11 shrink-0 place-items-center overflow-hidden rounded-lg bg-brand-soft text-xl text-brand-ink"
    >
      {icon || <UsersRound className="size-5" />}
    </span>
  )
}

/** Chooses a sign, or none. */
export function SignField({ value, onChange }: { value: string; onChange: (icon: string) => void }) {
  const { t } = useTranslation()
  const known = value === '' || SIGNS.some(([sign]) => sign === value)
  return (
    <RadioGroup value={value} onChange={onChange} orientation="horizontal" className="flex flex-col gap-2">
      <Label className={labelClass}>{t('groups.sign')}</Label>
      <div className="flex flex-wrap gap-2">
        <Sign sign="" name={t('groups.sign.none')} />
        {SIGNS.map(([sign, name]) => (
          <Sign key={sign} sign={sign} name={t(name)} />
        ))}
        {known ? null : <Sign sign={value} name={t('groups.sign.other')} />}
      </div>
    </RadioGroup>
  )
}

function Sign({ sign, name }: { sign: string; name: string }) {
  return (
    <Radio
      value={sign}
      aria-label={name}
      className="cursor-pointer rounded-lg p-0.5 selected:ring-3 selected:ring-brand"
    >
      <GroupSign icon={sign} />
    </Radio>
  )
}
