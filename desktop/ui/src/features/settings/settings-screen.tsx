import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { LinkButton } from '@/components/button'
import { CopyButton } from '@/components/copy-button'
import { Loaded } from '@/components/loaded'
import { Screen } from '@/components/screen'
import type { Status } from '@/generated/bindings'
import { byteWords } from '@/lib/bytes'
import { settingsQuery, statusQuery } from './api'
import { Fact, Group } from './group'
import { Look } from './look'
import { MyCommunities } from './my-communities'
import { Notifications } from './notifications'
import { WithTheComputer } from './with-the-computer'

/** How this device shows and tells things, my communities, and where the data is. */
export function Component() {
  const { t } = useTranslation()
  const settings = useQuery(settingsQuery())
  const status = useQuery(statusQuery())
  return (
    <Screen title={t('settings.title')}>
      <div className="flex flex-col gap-6">
        <Loaded query={settings}>
          {(data) => (
            <>
              <Look settings={data} />
              <Notifications settings={data} />
            </>
          )}
        </Loaded>
        <WithTheComputer />
        <MyCommunities />
        <Loaded query={status}>{(data) => <Safety status={data} />}</Loaded>
      </div>
    </Screen>
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
