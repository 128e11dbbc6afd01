import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, type Look } from './button'

type Props = { text: string; label: string; look?: Look; size?: 'small' | 'normal'; ariaLabel?: string }

/** How long the button says that it worked, in ms. */
const SHOWN_MS = 2500

/** Copies a text and says that it did. */
export function CopyButton({ text, label, look = 'quiet', size = 'normal', ariaLabel }: Props) {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [copied])
  const Icon = copied ? Check : Copy
  return (
    <>
      <Button
        look={look}
        size={size}
        aria-label={copied ? t('common.copied') : (ariaLabel ?? label)}
        icon={<Icon aria-hidden className="size-4.5" />}
        onPress={() => void copyText(text).then(setCopied)}
      >
        {copied ? t('common.copied') : label}
      </Button>
      <span className="sr-only" role="status">
        {copied ? t('common.copied') : ''}
      </span>
    </>
  )
}

/** Puts a text on the clipboard, also where the newer way is not allowed; returns whether it is there. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const area = document.createElement('textarea')
    area.value = text
    document.body.append(area)
    area.select()
    const isCopied = document.execCommand('copy')
    area.remove()
    return isCopied
  }
}
