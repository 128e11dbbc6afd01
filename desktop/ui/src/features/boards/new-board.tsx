import { Form } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import * as v from 'valibot'
import { Button } from '@/components/button'
import { Dialog } from '@/components/dialog'
import { Failure } from '@/components/failure'
import { TextField } from '@/components/text-field'
import { optionalText, requiredText, useForm } from '@/lib/form'
import { useBoardCreate } from './api'

const schema = v.object({ name: requiredText(80, 'form.required'), purpose: optionalText(200) })

type Props = { community: string; onClose: () => void }

/** Asks for the name of a new board and opens it. */
export function NewBoard({ community, onClose }: Props) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const create = useBoardCreate()
  const form = useForm(schema, { name: '', purpose: '' })
  const submit = form.submit((clean) =>
    create.mutate(
      { community, ...clean },
      {
        onSuccess: (board) => {
          onClose()
          void navigate(`/c/${community}/boards?board=${board.id}`)
        },
      },
    ),
  )
  return (
    <Dialog title={t('boards.newTitle')} isOpen onClose={onClose}>
      <Form onSubmit={submit} className="flex flex-col gap-5">
        <TextField
          label={t('boards.name')}
          hint={t('boards.nameHint')}
          value={form.values.name}
          onChange={(name) => form.set('name', name)}
          error={form.errors.name}
          autoFocus
        />
        <TextField
          label={t('boards.purpose')}
          value={form.values.purpose}
          onChange={(purpose) => form.set('purpose', purpose)}
          error={form.errors.purpose}
          optional
        />
        {create.error ? <Failure error={create.error} inline /> : null}
        <div className="flex justify-end gap-3">
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" look="primary" isDisabled={create.isPending}>
            {t('boards.create')}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
