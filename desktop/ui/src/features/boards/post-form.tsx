import { Form } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import * as v from 'valibot'
import { Button } from '@/components/button'
import { Choice } from '@/components/choice'
import { Failure } from '@/components/failure'
import { MarkdownField } from '@/components/markdown-field'
import { Select } from '@/components/select'
import { Switch } from '@/components/switch'
import { TextField } from '@/components/text-field'
import type { Board, PostKind } from '@/generated/bindings'
import { optionalText, requiredText, splitList, useForm } from '@/lib/form'
import type { NodeFailure } from '@/node/failure'

/** What a post can be. */
export const KINDS = ['discussion', 'announcement', 'question', 'news'] as const

const schema = v.object({
  board: v.string(),
  kind: v.picklist(KINDS),
  title: requiredText(200, 'form.required'),
  body: optionalText(48_000),
  tags: optionalText(400),
  ack: v.boolean(),
})

/** What the form gives back. */
export type PostText = {
  board: string
  kind: PostKind
  title: string
  body: string
  tags: string[]
  ack: boolean
}

type Props = {
  /** The boards to choose from; without them board and kind stay as they are. */
  boards?: readonly Board[]
  initial: PostText
  submit: string
  busy: boolean
  error: NodeFailure | null
  onChange?: (text: PostText) => void
  onSubmit: (text: PostText) => void
  onCancel: () => void
}

/** The form of a post, new or old. */
export function PostForm({ boards, initial, submit, busy, error, onChange, onSubmit, onCancel }: Props) {
  const { t } = useTranslation()
  const form = useForm(schema, { ...initial, tags: initial.tags.join(', ') })
  const { values, errors } = form
  const set = <K extends keyof typeof values>(field: K, value: (typeof values)[K]) => {
    form.set(field, value)
    const next = { ...values, [field]: value }
    onChange?.({ ...next, tags: splitList(next.tags, 16) })
  }
  return (
    <Form
      className="flex flex-col gap-6 rounded-xl border border-line bg-panel p-6 shadow-card narrow:p-4"
      onSubmit={form.submit((clean) =>
        onSubmit({
          ...clean,
          tags: splitList(clean.tags, 16),
          ack: clean.kind === 'announcement' && clean.ack,
        }),
      )}
    >
      {boards ? (
        <>
          <Choice
            label={t('post.kind')}
            value={values.kind}
            onChange={(kind) => set('kind', kind)}
            options={KINDS.map((id) => ({ id, label: t(`post.kind.${id}`) }))}
          />
          <Select
            label={t('post.board')}
            value={values.board}
            onChange={(board) => set('board', board)}
            options={boards.map((board) => ({ id: board.id, label: board.name }))}
          />
        </>
      ) : null}
      <TextField
        label={t('post.title')}
        value={values.title}
        onChange={(title) => set('title', title)}
        error={errors.title}
        autoFocus
      />
      <MarkdownField
        label={t('post.body')}
        value={values.body}
        onChange={(body) => set('body', body)}
        error={errors.body}
        rows={9}
      />
      <TextField
        label={t('post.tags')}
        hint={t('common.comma')}
        value={values.tags}
        onChange={(tags) => set('tags', tags)}
        error={errors.tags}
        optional
      />
      {values.kind === 'announcement' ? (
        <Switch isSelected={values.ack} onChange={(ack) => set('ack', ack)}>
          {t('ack.ask')}
        </Switch>
      ) : null}
      {error ? <Failure error={error} inline /> : null}
      <div className="flex flex-wrap justify-end gap-3">
        <Button onPress={onCancel}>{t('common.cancel')}</Button>
        <Button type="submit" look="primary" isDisabled={busy}>
          {busy ? t('post.publishing') : submit}
        </Button>
      </div>
    </Form>
  )
}
