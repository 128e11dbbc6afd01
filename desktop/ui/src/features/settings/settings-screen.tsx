import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { LinkButton } from '@/components/button'
import { Choice } from '@/components/choice'
import { CopyButton } from '@/components/copy-button'
import { Failure } from '@/components/failure'
import { Loaded } from '@/components/loaded'
import { Screen } from '@/components/screen'
import { Switch } from '@/components/switch'
import type { Settings, Status } from '@/generated/bindings'
import { byteWords } from '@/lib/bytes'
import { settingsQuery, statusQuery, useSettingsSet } from './api'

/** How this device shows things, and where its data is. */
export function Component() {
  const { t } = useTranslation()
  const settings = useQuery(settingsQuery())
  const status = useQuery(statusQuery())
  return (
    <Screen title={t('settings.title')}>
      <div className="flex flex-col gap-6">
        <Loaded query={settings}>{(data) => <Look settings={data} />}</Loaded>
        <Loaded query={status}>{(data) => <Safety status={data} />}</Loaded>
      </div>
    </Screen>
  )
}

function Group({ title, children }: { title: string; children: ReactNode }) {
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

const sizes = ['100', '115', '130', '150'] as const
type Size = (typeof sizes)[number]

function Look({ settings }: { settings: Settings }) {
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
        label={t('settings.theme')}
        value={settings.theme}
        onChange={(theme) => set({ theme })}
        options={(['system', 'light', 'dark'] as const).map((id) => ({
          id,
          label: t(`settings.theme.${id}`),
        }))}
      />
      <Choice<Size>
        label={t('settings.textSize')}
        value={size}
        onChange={(text_size) => set({ text_size: Number(text_size) })}
        options={sizes.map((id) => ({ id, label: t(`settings.textSize.${id}`) }))}
      />
      <Switch isSelected={settings.reduced_motion} onChange={(reduced_motion) => set({ reduced_motion })}>
        {t('settings.motion')}
      </Switch>
      {save.error ? <Failure error={save.error} inline /> : null}
    </Group>
  )
}

function Safety({ status }: { status: Status }) {
  const { t, i18n } = useTranslation()
  return (
    <>
      <Group title={t('settings.safety')}>
        <Fact name={t('settings.words')}>
          <span>{t(`settings.words.${status.phrase}`)}</span>
          {status.phrase === 'unchecked' ? (
            <LinkButton size="small" href="/welcome/words?then=/settings">
              {t('settings.words.action')}
            </LinkButton>
          ) : null}
        </Fact>
        <Fact name={t('settings.key')}>{t(`settings.key.${status.keychain}`)}</Fact>
      </Group>
      <Group title={t('settings.data')}>
        <Fact name={t('settings.folder')}>
          <code className="min-w-0 font-mono text-sm break-all">{status.data_dir}</code>
          <CopyButton
            text={status.data_dir}
            label={t('common.copy')}
            ariaLabel={t('settings.copyFolder')}
            size="small"
          />
        </Fact>
        <Fact name={t('settings.size')}>{byteWords(status.data_bytes, i18n.language)}</Fact>
      </Group>
      <Group title={t('settings.about')}>
        <Fact name={t('settings.version')}>{status.version}</Fact>
        <p className="text-ink-soft">{t('settings.aboutText')}</p>
      </Group>
    </>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <dl>
      <dt className="font-semibold">{name}</dt>
      <dd className="mt-1 flex flex-wrap items-center gap-3 text-ink-soft">{children}</dd>
    </dl>
  )
}
