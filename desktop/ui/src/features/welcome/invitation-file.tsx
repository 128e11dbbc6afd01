import { ImageUp } from 'lucide-react'
import { useEffect, useState } from 'react'
import { FileTrigger } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/button'
import { type Found, readInvitation } from './read-invitation'

/** Takes an invitation from a picture of its square or from its file; a picture can be pasted, too. */
export function InvitationFile({ onText }: { onText: (text: string) => void }) {
  const { t } = useTranslation()
  const [found, setFound] = useState<Found>()
  const [busy, setBusy] = useState(false)
  const take = async (file: File | null | undefined) => {
    if (!file) return
    setBusy(true)
    const result = await readInvitation(file)
    setBusy(false)
    setFound(result)
    if ('text' in result) onText(result.text)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: one listener is enough, the way in never changes
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const file = [...(event.clipboardData?.files ?? [])].find((one) => one.type.startsWith('image/'))
      if (!file) return
      event.preventDefault()
      void take(file)
    }
    addEventListener('paste', paste)
    return () => removeEventListener('paste', paste)
  }, [])
  return (
    <div className="flex flex-col items-start gap-2">
      <FileTrigger acceptedFileTypes={['image/*', '.allforone']} onSelect={(files) => void take(files?.[0])}>
        <Button icon={<ImageUp aria-hidden className="size-5" />} isDisabled={busy}>
          {busy ? t('common.loading') : t('join.fromFile')}
        </Button>
      </FileTrigger>
      <p className="text-sm text-ink-soft">{t('join.fromFileHint')}</p>
      {found && 'problem' in found ? (
        <p role="alert" className="text-sm font-medium text-danger">
          {t(`join.problem.${found.problem}`)}
        </p>
      ) : null}
    </div>
  )
}
