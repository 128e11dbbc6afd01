import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/button'
import { Failure } from '@/components/failure'
import { TextField } from '@/components/text-field'
import type { Comment } from '@/generated/bindings'
import { useCommentEdit } from './api'

type Props = { community: string; post: string; comment: Comment; onDone: () => void }

/** Changes a comment of mine in its place. */
export function EditComment({ community, post, comment, onDone }: Props) {
  const { t } = useTranslation()
  const edit = useCommentEdit()
  const [text, setText] = useState(comment.text)
  return (
    <form
      className="mt-1 flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        edit.mutate({ community, post, comment: comment.id, text: text.trim() }, { onSuccess: onDone })
      }}
    >
      <TextField label={t('comment.label')} value={text} onChange={setText} rows={3} autoFocus />
      {edit.error ? <Failure error={edit.error} inline /> : null}
      <div className="flex justify-end gap-3">
        <Button onPress={onDone}>{t('common.cancel')}</Button>
        <Button type="submit" look="primary" isDisabled={text.trim() === '' || edit.isPending}>
          {t('common.save')}
        </Button>
      </div>
    </form>
  )
}
