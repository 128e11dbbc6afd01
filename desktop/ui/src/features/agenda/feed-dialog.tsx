import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '@/components/copy-button'
import { Dialog } from '@/components/dialog'
import { Loaded } from '@/components/loaded'
import { feedQuery } from './api'

type Props = { community: string; isOpen: boolean; onClose: () => void }

/** The address that keeps another calendar program up to date, as long as AllForOne runs here. */
export function FeedDialog({ community, isOpen, onClose }: Props) {
  const { t } = useTranslation()
  const feed = useQuery({ ...feedQuery(community), enabled: isOpen })
  return (
    <Dialog title={t('feed.title')} isOpen={isOpen} onClose={onClose}>
      <p className="mb-5 text-ink-soft">{t('feed.text')}</p>
      <Loaded query={feed}>
        {({ url, moved }) => (
          <div className="flex flex-col gap-4">
            {moved ? (
              <p className="rounded-lg bg-warm-soft px-4 py-3 font-medium text-warm-ink">{t('feed.moved')}</p>
            ) : null}
            <code className="rounded-md bg-sunken px-3 py-2 font-mono text-sm break-all">{url}</code>
            <div>
              <CopyButton text={url} label={t('feed.copy')} look="primary" />
            </div>
            <p className="text-sm text-ink-soft">{t('feed.how')}</p>
          </div>
        )}
      </Loaded>
    </Dialog>
  )
}
