import { Form } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import * as v from 'valibot'
import { Button } from '@/components/button'
import { Dialog } from '@/components/dialog'
import { Failure } from '@/components/failure'
import { TextField } from '@/components/text-field'
import { optionalText, requiredText, useForm } from '@/lib/form'
import { useRoomCreate } from './api'

const schema = v.object({ name: requiredText(80, 'form.required'), purpose: optionalText(200) })

type Props = { community: string; onClose: () => void }

/** Asks for the name of a new room and opens it. */
export function NewRoom({ community, onClose }: Props) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const create = useRoomCreate()
  const form = useForm(schema, { name: '', purpose: '' })
  const submit = form.submit((clean) =>
    create.mutate(
      { community, ...clean },
      { onSuccess: (room) => void navigate(`/c/${community}/rooms/${room.id}`) },
    ),
  )
  return (
    <Dialog title={t('rooms.newTitle')} isOpen onClose={onClose}>
      <Form onSubmit={submit} className="flex flex-col gap-5">
        <TextField
          label={t('rooms.name')}
          hint={t('rooms.nameHint')}
          value={form.values.name}
          onChange={(name) => form.set('name', name)}
          error={form.errors.name}
          autoFocus
        />
        <TextField
          label={t('rooms.purpose')}
          value={form.values.purpose}
          onChange={(purpose) => form.set('purpose', purpose)}
          error={form.errors.purpose}
          optional
        />
        {create.error ? <Failure error={create.error} inline /> : null}
        <div className="flex justify-end gap-3">
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" look="primary" isDisabled={create.isPending}>
            {t('rooms.create')}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
