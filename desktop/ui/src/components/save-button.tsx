import { Check, Download } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { NodeFailure } from '@/node/failure'
import { saveFile } from '@/node/shell'
import { Button, type Look } from './button'
import { Failure } from './failure'

type Props = {
  /** The name of the file. */
  name: string
  /** Its media type. */
  type: string
  text: string
  label: string
  look?: Look
}

/** Gives a text as a file to save, and says that it is saved where that is known. */
export function SaveButton({ name, type, text, label, look = 'primary' }: Props) {
  const { t } = useTranslation()
  const [saved, setSaved] = useState(false)
  const [failure, setFailure] = useState<NodeFailure>()
  const save = async () => {
    setFailure(undefined)
    setSaved(false)
    try {
      setSaved((await saveFile(name, type, text)) === 'saved')
    } catch (cause) {
      setFailure(NodeFailure.from(cause))
    }
  }
  const Icon = saved ? Check : Download
  return (
    <>
      <Button look={look} icon={<Icon aria-hidden className="size-5" />} onPress={() => void save()}>
        {label}
      </Button>
      <span className="self-center text-sm text-ink-soft" role="status">
        {saved ? t('common.saved') : ''}
      </span>
      {failure ? <Failure error={failure} inline /> : null}
    </>
  )
}
