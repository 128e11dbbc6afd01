import { clsx } from 'clsx'
import {
  TextField as AriaTextField,
  FieldError,
  Input,
  Label,
  Text,
  TextArea,
  type TextFieldProps,
} from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { TextKey } from '@/i18n'

export const inputClass =
  'w-full rounded-md border border-line-strong bg-panel px-3.5 py-2.5 text-ink placeholder:text-ink-soft invalid:border-danger disabled:opacity-60'
export const labelClass = 'font-semibold'
export const hintClass = 'text-sm text-ink-soft'

type Props = Omit<TextFieldProps, 'className' | 'children'> & {
  label: string
  hint?: string
  /** A key of the texts, from the form's schema. */
  error?: string | undefined
  optional?: boolean
  /** Rows of a text area; without it the field has one line. */
  rows?: number
  placeholder?: string
  mono?: boolean
}

/** A text with its label, a hint, and its complaint beside it. */
export function TextField({ label, hint, error, optional, rows, placeholder, mono, ...rest }: Props) {
  const { t } = useTranslation()
  const shape = clsx(inputClass, mono && 'font-mono text-sm')
  return (
    <AriaTextField
      {...rest}
      validationBehavior="aria"
      isInvalid={error !== undefined}
      className="flex flex-col gap-1.5"
    >
      <Label className={labelClass}>
        {label}
        {optional ? (
          <span className="ml-2 text-sm font-normal text-ink-soft">{t('common.optional')}</span>
        ) : null}
      </Label>
      {hint ? (
        <Text slot="description" className={hintClass}>
          {hint}
        </Text>
      ) : null}
      {rows === undefined ? (
        <Input className={shape} placeholder={placeholder} />
      ) : (
        <TextArea className={clsx(shape, 'resize-y')} rows={rows} placeholder={placeholder} />
      )}
      <FieldError className="text-sm font-medium text-danger">
        {error ? t(error as TextKey) : null}
      </FieldError>
    </AriaTextField>
  )
}
