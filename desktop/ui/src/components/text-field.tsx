import { clsx } from 'clsx'
import { TextField as AriaTextField, Input, TextArea, type TextFieldProps } from 'react-aria-components'
import { FieldComplaint, FieldWords, type FieldWordsProps } from './field-words'

export const inputClass =
  'w-full rounded-md border border-line-strong bg-panel px-3.5 py-2.5 text-ink placeholder:text-ink-soft invalid:border-danger disabled:opacity-60'

type Props = Omit<TextFieldProps, 'className' | 'children'> &
  FieldWordsProps & {
    /** Rows of a text area; without it the field has one line. */
    rows?: number
    placeholder?: string
    mono?: boolean
  }

/** A text with its label, a hint, and its complaint beside it. */
export function TextField({ label, hint, error, optional, rows, placeholder, mono, ...rest }: Props) {
  const shape = clsx(inputClass, mono && 'font-mono text-sm')
  return (
    <AriaTextField
      {...rest}
      validationBehavior="aria"
      isInvalid={error !== undefined}
      className="flex flex-col gap-1.5"
    >
      <FieldWords label={label} {...(hint ? { hint } : {})} optional={optional ?? false} />
      {rows === undefined ? (
        <Input className={shape} placeholder={placeholder} />
      ) : (
        <TextArea className={clsx(shape, 'resize-y')} rows={rows} placeholder={placeholder} />
      )}
      <FieldComplaint error={error} />
    </AriaTextField>
  )
}
