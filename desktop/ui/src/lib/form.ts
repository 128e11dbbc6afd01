import { useState } from 'react'
import * as v from 'valibot'

type Values = Record<string, unknown>

/** What a form keeps: the values as typed, and a sentence beside each field that is not right yet. */
export interface FormState<T extends Values> {
  values: T
  /** Sets one field and forgets its complaint. */
  set<K extends keyof T>(field: K, value: T[K]): void
  /** The complaint about a field, a key of the texts; undefined where there is none. */
  errors: Partial<Record<keyof T, string>>
  /** Checks everything; calls `then` with the cleaned values, or shows the complaints and moves to the first. */
  submit(then: (clean: T) => void): (event?: { preventDefault(): void }) => void
}

/** Returns a form's state over a valibot schema whose messages are keys of the texts. */
export function useForm<T extends Values>(schema: v.GenericSchema<T, T>, initial: T): FormState<T> {
  const [values, setValues] = useState(initial)
  const [errors, setErrors] = useState<Partial<Record<keyof T, string>>>({})
  return {
    values,
    errors,
    set(field, value) {
      setValues((old) => ({ ...old, [field]: value }))
      setErrors((old) => ({ ...old, [field]: undefined }))
    },
    submit: (then) => (event) => {
      event?.preventDefault()
      const result = v.safeParse(schema, values)
      if (result.success) {
        setErrors({})
        then(result.output)
        return
      }
      const found: Partial<Record<keyof T, string>> = {}
      for (const issue of result.issues) {
        const field = issue.path?.[0]?.key as keyof T
        found[field] ??= issue.message
      }
      setErrors(found)
      requestAnimationFrame(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
    },
  }
}

/** A text that must be there, trimmed, at most `max` characters; complaints are keys of the texts. */
export const requiredText = (max: number, missing: string) =>
  v.pipe(v.string(), v.trim(), v.nonEmpty(missing), v.maxLength(max, 'form.tooLong'))

/** A text that may be empty, trimmed, at most `max` characters. */
export const optionalText = (max: number) => v.pipe(v.string(), v.trim(), v.maxLength(max, 'form.tooLong'))

/** Splits what was typed with commas into at most `max` entries, without empty or double ones. */
export function splitList(text: string, max: number): string[] {
  const parts = text.split(/[,;\n]/).map((part) => part.trim())
  return [...new Set(parts.filter((part) => part !== ''))].slice(0, max)
}
