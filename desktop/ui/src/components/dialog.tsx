import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { IconButton } from './icon-button'

type Props = {
  title: string
  isOpen: boolean
  onClose: () => void
  /** alertdialog: asks before something that cannot be undone. */
  role?: 'dialog' | 'alertdialog'
  children: ReactNode
}

/** A small window over the screen; Escape closes it and gives the focus back. */
export function Dialog({ title, isOpen, onClose, role = 'dialog', children }: Props) {
  const { t } = useTranslation()
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      isDismissable={role === 'dialog'}
      className="fixed inset-0 z-40 grid place-items-center overflow-y-auto bg-(--veil) p-4"
    >
      <Modal className="appear w-full max-w-lg rounded-xl bg-raised shadow-float">
        <AriaDialog role={role} className="p-7 outline-none narrow:p-5">
          <div className="mb-4 flex items-start justify-between gap-4">
            <Heading slot="title" className="text-xl font-bold">
              {title}
            </Heading>
            {role === 'dialog' ? (
              <IconButton label={t('common.close')} onPress={onClose} className="-mt-1 -mr-2">
                <X aria-hidden className="size-5" />
              </IconButton>
            ) : null}
          </div>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
