import { Archive, Pencil } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionsMenu } from '@/components/actions-menu'
import { Confirm } from '@/components/confirm'
import type { Group } from '@/generated/bindings'
import { GroupDialog } from './group-dialog'
import { useGroupArchive } from './groups-api'

/** What its founder and moderators may do with a group. */
export function GroupMenu({ community, group }: { community: string; group: Group }) {
  const { t } = useTranslation()
  const archive = useGroupArchive()
  const [open, setOpen] = useState<'edit' | 'archive'>()
  const close = () => setOpen(undefined)
  if (!group.may_edit || group.archived) return null
  return (
    <>
      <ActionsMenu
        label={t('common.more')}
        actions={[
          { id: 'edit', label: t('common.edit'), icon: <Pencil />, run: () => setOpen('edit') },
          { id: 'archive', label: t('groups.archive'), icon: <Archive />, run: () => setOpen('archive') },
        ]}
      />
      {open === 'edit' ? <GroupDialog community={community} group={group} onClose={close} /> : null}
      <Confirm
        isOpen={open === 'archive'}
        title={t('groups.archiveTitle', { name: group.name })}
        text={t('groups.archiveText')}
        confirm={t('groups.archive')}
        busy={archive.isPending}
        error={archive.error}
        onConfirm={() => archive.mutate({ community, group: group.id, on: true }, { onSuccess: close })}
        onClose={close}
      />
    </>
  )
}
