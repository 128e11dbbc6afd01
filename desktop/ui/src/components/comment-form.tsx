import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { NodeFailure } from '@/node/failure'
import { Button } from './button'
import { Failure } from './failure'
import { MarkdownField } from './markdown-field'

type Props = {
  label: string
  /** What stands there at the beginning. */
  initial: string
  submit: string
  busy: boolean
  error: NodeFailure | null
  autoFocus?: boolean
  /**
   * Writes it; resolves once it is safe, then the field is emptied, unless something else was typed meanwhile.
   * `sent`: it is shown elsewhere already, and whoever sent it gives it back: the field is emptied at once.
   */
  onSubmit: (text: string) => Promise<unknown> | 'sent'
  /** Hears what stands in the field, to keep it. */
  onType?: (text: string) => void
  onCancel?: (() => void) | undefined
}

/** A few lines under something: a new comment, or a change of mine. */
export function CommentForm(props: Props) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState<string>()
  const text = typed ?? props.initial
  const latest = useRef(text)
  latest.current = text
  const write = (next: string) => {
    setTyped(next)
    props.onType?.(next)
  }
  // True at once, and not only after the next drawing: the second press of a fast double click comes before that.
  const sending = useRef(false)
  const send = async () => {
    if (sending.current || latest.current.trim() === '') return
    sending.current = true
    try {
      const writing = props.onSubmit(text.trim())
      if (writing === 'sent') {
        latest.current = ''
        setTyped('')
        return
      }
      await writing
      if (latest.current === text) write('')
    } catch {
      // The error is shown below; what was typed stays.
    } finally {
      sending.current = false
    }
  }
  return (
    <form
      className="mt-2 flex flex-col gap-3 print:hidden"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <MarkdownField
        label={props.label}
        value={text}
        onChange={write}
        autoFocus={props.autoFocus ?? false}
        rows={3}
        placeholder={t('comment.placeholder')}
      />
      {props.error ? <Failure error={props.error} inline /> : null}
      <div className="flex justify-end gap-3">
        {props.onCancel ? <Button onPress={props.onCancel}>{t('common.cancel')}</Button> : null}
        <Button type="submit" look="primary" isDisabled={text.trim() === '' || props.busy}>
          {props.submit}
        </Button>
      </div>
    </form>
  )
}
