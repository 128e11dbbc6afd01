import { useTranslation } from 'react-i18next'
import type { FailureCode } from '@/node/failure'
import { Button } from './button'
import { Dialog } from './dialog'
import { Failure } from './failure'

type Props = {
  isOpen: boolean
  title: string
  text: string
  /** What the button does, as a verb. */
  confirm: string
  keep?: string
  busy?: boolean
  error?: { code: FailureCode } | null
  onConfirm: () => void
  onClose: () => void
}

/** Asks before something that cannot be undone. */
export function Confirm({ isOpen, title, text, confirm, keep, busy, error, onConfirm, onClose }: Props) {
  const { t } = useTranslation()
  return (
    <Dialog title={title} isOpen={isOpen} onClose={onClose} role="alertdialog">
      <p className="text-ink-soft">{text}</p>
      {error ? (
        <div className="mt-4">
          <Failure error={error} inline />
        </div>
      ) : null}
      <div className="mt-6 flex flex-wrap justify-end gap-3">
        <Button onPress={onClose} autoFocus>
          {keep ?? t('common.cancel')}
        </Button>
        <Button look="danger" onPress={onConfirm} isDisabled={busy}>
          {confirm}
        </Button>
      </div>
    </Dialog>
  )
}
