import { ToggleButton } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { Member } from '@/generated/bindings'
import { sameLetters } from '@/lib/same-letters'

/** More would fill the screen before the first name. */
const MOST = 10

type Props = { members: readonly Member[]; wanted: string; onChoose: (skill: string) => void }

/** What people here can help with, to choose from: the alphabet decides, not who is asked most. */
export function Skills({ members, wanted, onChoose }: Props) {
  const { t } = useTranslation()
  const skills = new Map(members.flatMap((one) => one.can_help).map((skill) => [sameLetters(skill), skill]))
  const shown = [...skills.values()].sort((a, b) => a.localeCompare(b)).slice(0, MOST)
  if (shown.length === 0) return null
  return (
    <fieldset className="mb-6">
      <legend className="mb-2 text-sm text-ink-soft">{t('people.skills')}</legend>
      <div className="flex flex-wrap gap-2">
        {shown.map((skill) => (
          <ToggleButton
            key={skill}
            isSelected={sameLetters(skill) === sameLetters(wanted)}
            onChange={(on) => onChoose(on ? skill : '')}
            className="min-h-9 rounded-full border border-line-strong bg-panel px-3.5 text-sm font-medium transition-colors hover:bg-sunken selected:border-brand selected:bg-brand-soft selected:text-brand-ink"
          >
            {skill}
          </ToggleButton>
        ))}
      </div>
    </fieldset>
  )
}
