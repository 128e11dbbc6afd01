import { Form } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import * as v from 'valibot'
import { Button } from '@/components/button'
import { Dialog } from '@/components/dialog'
import { Failure } from '@/components/failure'
import { TextField } from '@/components/text-field'
import type { Message, Topic } from '@/generated/bindings'
import { requiredText, useForm } from '@/lib/form'
import { handOver } from '@/lib/hand-over'
import { useTopicCreate, useTopicEdit } from './api'

const schema = v.object({ title: requiredText(100, 'form.required') })

type Props = {
  community: string
  room: string
  /** The message that a new topic is made from. */
  message?: Message | null
  /** The topic that gets another title; without it a new one is opened. */
  topic?: Topic
  onClose: () => void
}

/** Asks what a topic is about; a new one is shown at once. */
export function TopicDialog({ community, room, message, topic, onClose }: Props) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const create = useTopicCreate()
  const edit = useTopicEdit()
  const form = useForm(schema, { title: topic?.title ?? (message ? handOver(message.text).title : '') })
  const error = create.error ?? edit.error
  const submit = form.submit(({ title }) => {
    if (topic) {
      edit.mutate({ community, room, topic: topic.id, title }, { onSuccess: onClose })
      return
    }
    create.mutate(
      { community, room, title, message: message?.id ?? null },
      {
        onSuccess: ({ id }) => {
          onClose()
          void navigate(`/c/${community}/rooms/${room}?topic=${id}`)
        },
      },
    )
  })
  return (
    <Dialog title={topic ? t('topic.rename') : t('topic.new')} isOpen onClose={onClose}>
      <Form onSubmit={submit} className="flex flex-col gap-5">
        <TextField
          label={t('topic.title')}
          hint={t('topic.titleHint')}
          value={form.values.title}
          onChange={(title) => form.set('title', title)}
          error={form.errors.title}
          autoFocus
        />
        {error ? <Failure error={error} inline /> : null}
        <div className="flex justify-end gap-3">
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" look="primary" isDisabled={create.isPending || edit.isPending}>
            {topic ? t('common.save') : t('topic.create')}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
