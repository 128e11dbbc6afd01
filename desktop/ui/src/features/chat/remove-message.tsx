import { useTranslation } from 'react-i18next'
import { Confirm } from '@/components/confirm'
import { useMessageDelete } from './api'

type Props = { community: string; room: string; message: string; onClose: () => void }

/** Asks before a message is taken back. */
export function RemoveMessage({ community, room, message, onClose }: Props) {
  const { t } = useTranslation()
  const remove = useMessageDelete()
  return (
    <Confirm
      isOpen
      title={t('chat.deleteTitle')}
      text={t('chat.deleteText')}
      confirm={t('common.delete')}
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ community, room, message }, { onSuccess: onClose })}
      onClose={onClose}
    />
  )
}
