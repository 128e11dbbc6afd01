import { useState } from 'react'
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
  /** Writes it; resolves once it is safe, then the field is emptied. */
  onSubmit: (text: string) => Promise<unknown>
  /** Hears what was typed so far. */
  onType?: (text: string) => void
  onCancel?: (() => void) | undefined
}

/** A few lines under something: a new comment, or a change of mine. */
export function CommentForm(props: Props) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState<string>()
  const text = typed ?? props.initial
  return (
    <form
      className="mt-2 flex flex-col gap-3 print:hidden"
      onSubmit={(event) => {
        event.preventDefault()
        props.onSubmit(text.trim()).then(
          () => setTyped(''),
          () => {},
        )
      }}
    >
      <MarkdownField
        label={props.label}
        value={text}
        onChange={(next) => {
          setTyped(next)
          props.onType?.(next)
        }}
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
