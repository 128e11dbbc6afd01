import { useTranslation } from 'react-i18next'
import { Choice } from '@/components/choice'
import { Failure } from '@/components/failure'
import { Switch } from '@/components/switch'
import type { Settings } from '@/generated/bindings'
import { useSettingsSet } from './api'
import { Group } from './group'

const sizes = ['100', '115', '130', '150'] as const
type Size = (typeof sizes)[number]

/** Language, how much is shown, colours, letters, movement. */
export function Look({ settings }: { settings: Settings }) {
  const { t } = useTranslation()
  const save = useSettingsSet()
  const set = (change: Partial<Settings>) => save.mutate({ ...settings, ...change })
  const size = sizes.find((one) => Number(one) >= settings.text_size) ?? '150'
  return (
    <Group title={t('settings.look')}>
      <Choice
        label={t('settings.language')}
        value={settings.language}
        onChange={(language) => set({ language })}
        options={(['system', 'fr', 'en'] as const).map((id) => ({ id, label: t(`settings.language.${id}`) }))}
      />
      <Choice
        label={t('settings.mode')}
        hint={t('settings.modeHint')}
        value={settings.mode}
        onChange={(mode) => set({ mode })}
        options={(['simple', 'complete'] as const).map((id) => ({ id, label: t(`settings.mode.${id}`) }))}
      />
      <Choice<Size>
        label={t('settings.textSize')}
        value={size}
        onChange={(text_size) => set({ text_size: Number(text_size) })}
        options={sizes.map((id) => ({ id, label: t(`settings.textSize.${id}`) }))}
      />
      <Choice
        label={t('settings.theme')}
        value={settings.theme}
        onChange={(theme) => set({ theme })}
        options={(['system', 'light', 'dark'] as const).map((id) => ({
          id,
          label: t(`settings.theme.${id}`),
        }))}
      />
      <Switch isSelected={settings.high_contrast} onChange={(high_contrast) => set({ high_contrast })}>
        {t('settings.contrast')}
      </Switch>
      <Switch isSelected={settings.reduced_motion} onChange={(reduced_motion) => set({ reduced_motion })}>
        {t('settings.motion')}
      </Switch>
      {save.error ? <Failure error={save.error} inline /> : null}
    </Group>
  )
}
