import { Form } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import * as v from 'valibot'
import { Button } from '@/components/button'
import { Dialog } from '@/components/dialog'
import { Failure } from '@/components/failure'
import { TextField } from '@/components/text-field'
import type { Group } from '@/generated/bindings'
import { optionalText, requiredText, useForm } from '@/lib/form'
import { SignField } from './group-icons'
import { useGroupCreate, useGroupEdit } from './groups-api'

const schema = v.object({
  name: requiredText(60, 'form.required'),
  purpose: optionalText(140),
  icon: optionalText(32),
})

type Props = {
  community: string
  /** The group that is changed; without it a new one is founded. */
  group?: Group
  onClose: () => void
}

/** Asks what a group is called and about; a new one is shown at once. */
export function GroupDialog({ community, group, onClose }: Props) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const create = useGroupCreate()
  const edit = useGroupEdit()
  const form = useForm(schema, {
    name: group?.name ?? '',
    purpose: group?.purpose ?? '',
    icon: group?.icon ?? '',
  })
  const { values, errors, set } = form
  const error = create.error ?? edit.error
  const submit = form.submit((clean) => {
    if (group) edit.mutate({ community, group: group.id, ...clean }, { onSuccess: onClose })
    else
      create.mutate(
        { community, ...clean },
        { onSuccess: ({ id }) => void navigate(`/c/${community}/people/groups/${id}`, { replace: true }) },
      )
  })
  return (
    <Dialog title={group ? t('groups.editTitle') : t('groups.newTitle')} isOpen onClose={onClose}>
      <Form onSubmit={submit} className="flex flex-col gap-5">
        <TextField
          label={t('groups.name')}
          hint={t('groups.nameHint')}
          value={values.name}
          onChange={(name) => set('name', name)}
          error={errors.name}
          autoFocus
        />
        <TextField
          label={t('groups.purpose')}
          hint={t('groups.purposeHint')}
          value={values.purpose}
          onChange={(purpose) => set('purpose', purpose)}
          error={errors.purpose}
          optional
        />
        <SignField value={values.icon} onChange={(icon) => set('icon', icon)} />
        {error ? <Failure error={error} inline /> : null}
        <div className="flex justify-end gap-3">
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" look="primary" isDisabled={create.isPending || edit.isPending}>
            {group ? t('common.save') : t('groups.create')}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
