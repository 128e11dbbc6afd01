import { useQuery } from '@tanstack/react-query'
import { CircleAlert, Eye, Hourglass, KeyRound } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'react-router'
import { Banner } from '@/components/banner'
import { Button, LinkButton } from '@/components/button'
import { statusQuery } from '@/features/network/api'
import type { Community } from '@/generated/bindings'
import { nameAsked } from '@/node/door'

/** What must be known whatever the screen: one line each, until the reason is gone. */
export function Banners({ community }: { community: Community | undefined }) {
  const { t } = useTranslation()
  const status = useQuery(statusQuery())
  const { pathname } = useLocation()
  const icon = 'size-4.5'
  return (
    <>
      {status.data?.read_only ? (
        <Banner tone="danger" icon={<CircleAlert className={icon} />}>
          {t('frame.readOnly')} {status.data.read_only}
        </Banner>
      ) : null}
      {community?.state === 'removed' || community?.state === 'left' ? (
        <Banner tone="warm" icon={<CircleAlert className={icon} />}>
          {t(`frame.${community.state}`)}
        </Banner>
      ) : null}
      {community?.state === 'joining' ? (
        <Banner tone="brand" icon={<Hourglass className={icon} />}>
          {t('frame.joining')}
        </Banner>
      ) : null}
      {community?.nameless ? (
        <Banner
          tone="brand"
          icon={<Eye className={icon} />}
          action={
            <Button look="plain" size="small" onPress={() => void nameAsked(community.id)}>
              {t('frame.namelessAction')}
            </Button>
          }
        >
          {t('frame.nameless')}
        </Banner>
      ) : null}
      {status.data?.phrase === 'unchecked' && pathname !== '/settings' ? (
        <Banner
          tone="warm"
          icon={<KeyRound className={icon} />}
          action={
            <LinkButton look="plain" size="small" href="/welcome/words">
              {t('frame.wordsAction')}
            </LinkButton>
          }
        >
          {t('frame.wordsBanner')}
        </Banner>
      ) : null}
    </>
  )
}
