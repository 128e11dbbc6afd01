import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { CopyButton } from '@/components/copy-button'
import { Dialog } from '@/components/dialog'
import { Loaded } from '@/components/loaded'
import { SaveButton } from '@/components/save-button'
import { icsQuery } from './api'

type Props = { community: string; isOpen: boolean; onClose: () => void }

/** The whole agenda as a calendar file, to save or to copy. */
export function ExportDialog({ community, isOpen, onClose }: Props) {
  const { t } = useTranslation()
  const file = useQuery({ ...icsQuery(community), enabled: isOpen })
  return (
    <Dialog title={t('agenda.exportTitle')} isOpen={isOpen} onClose={onClose}>
      <p className="mb-5 text-ink-soft">{t('agenda.exportText')}</p>
      <Loaded query={file}>
        {({ ics }) => (
          <div className="flex flex-wrap gap-3">
            <SaveButton
              name="allforone.ics"
              type="text/calendar;charset=utf-8"
              text={ics}
              label={t('agenda.exportSave')}
            />
            <CopyButton text={ics} label={t('agenda.exportCopy')} />
          </div>
        )}
      </Loaded>
    </Dialog>
  )
}
