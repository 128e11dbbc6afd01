import { Lock, LockOpen } from 'lucide-react'
import { ToggleButton } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { Audience } from '@/generated/bindings'

type Props = { field: string; audience: Audience; onChange: (audience: Audience) => void }

/** Keeps a part of my profile on this device, or shows it to all members again. */
export function OnlyMe({ field, audience, onChange }: Props) {
  const { t } = useTranslation()
  const Icon = audience === 'me' ? Lock : LockOpen
  return (
    <ToggleButton
      isSelected={audience === 'me'}
      onChange={(on) => onChange(on ? 'me' : 'members')}
      aria-label={t('profileForm.onlyMeOf', { field })}
      className="-mt-3.5 inline-flex min-h-9 w-fit items-center gap-1.5 self-end rounded-full px-3 text-sm text-ink-soft transition-colors hover:bg-sunken selected:bg-warm-soft selected:text-warm-ink"
    >
      <Icon aria-hidden className="size-4" />
      {t('profileForm.onlyMe')}
    </ToggleButton>
  )
}
