import { FieldError, Label, Text } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { TextKey } from '@/i18n'

export const labelClass = 'font-semibold'
export const hintClass = 'text-sm text-ink-soft'

/** What the words around a field say. */
export type FieldWordsProps = {
  label: string
  hint?: string
  /** A key of the texts, from the form's schema. */
  error?: string | undefined
  optional?: boolean
}

/** What stands over a field: its label, whether it may stay empty, a hint. */
export function FieldWords({ label, optional, hint }: Omit<FieldWordsProps, 'error'>) {
  const { t } = useTranslation()
  return (
    <>
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
    </>
  )
}

/** What stands under a field: what is not right yet. */
export function FieldComplaint({ error }: Pick<FieldWordsProps, 'error'>) {
  const { t } = useTranslation()
  return (
    <FieldError className="text-sm font-medium text-danger">{error ? t(error as TextKey) : null}</FieldError>
  )
}
