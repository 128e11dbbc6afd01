import { Compass, Wrench } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { LinkButton } from '@/components/button'
import { EmptyState } from '@/components/empty-state'
import { Screen } from '@/components/screen'

/** Shown in place of a screen that failed. */
export function Broken() {
  const { t } = useTranslation()
  return (
    <Screen title={t('frame.broken')}>
      <EmptyState
        icon={<Wrench className="size-7" />}
        title={t('frame.broken')}
        text={t('frame.brokenText')}
        action={
          <LinkButton look="primary" href="/">
            {t('frame.goHome')}
          </LinkButton>
        }
      />
    </Screen>
  )
}

/** Shown for an address that leads nowhere. */
export function NotFound() {
  const { t } = useTranslation()
  return (
    <Screen title={t('frame.notFound')}>
      <EmptyState
        icon={<Compass className="size-7" />}
        title={t('frame.notFound')}
        text={t('frame.notFoundText')}
        action={
          <LinkButton look="primary" href="/">
            {t('frame.goHome')}
          </LinkButton>
        }
      />
    </Screen>
  )
}
