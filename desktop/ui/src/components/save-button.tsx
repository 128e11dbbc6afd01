import { Download } from 'lucide-react'
import { Button, type Look } from './button'

type Props = {
  /** The name of the file. */
  name: string
  /** Its media type. */
  type: string
  text: string
  label: string
  look?: Look
}

/** Gives a text as a file to save. */
export function SaveButton({ name, type, text, label, look = 'primary' }: Props) {
  const save = () => {
    const url = URL.createObjectURL(new Blob([text], { type }))
    const link = document.createElement('a')
    link.href = url
    link.download = name
    link.click()
    // The browser reads it after the click; a moment later nobody needs it.
    setTimeout(() => URL.revokeObjectURL(url), 10_000)
  }
  return (
    <Button look={look} icon={<Download aria-hidden className="size-5" />} onPress={save}>
      {label}
    </Button>
  )
}
