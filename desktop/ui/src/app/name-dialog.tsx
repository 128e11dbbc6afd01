import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { Form } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import * as v from 'valibot'
import { Button } from '@/components/button'
import { Dialog } from '@/components/dialog'
import { Failure } from '@/components/failure'
import { TextField } from '@/components/text-field'
import { EVERYBODY, profileQuery, useProfileSet } from '@/features/people/api'
import { requiredText, useForm } from '@/lib/form'
import { setAskName } from '@/node/door'
import { NodeFailure } from '@/node/failure'
import { forget } from '@/node/notices'

const schema = v.object({ name: requiredText(80, 'form.required') })

/** Asks the name of who came to look around, where they first write; what they wrote goes on afterwards. */
export function NameDialog() {
  const { t } = useTranslation()
  const [community, setCommunity] = useState<string>()
  const answer = useRef<(given: boolean) => void>(undefined)
  useEffect(
    () =>
      setAskName((asked) => {
        answer.current?.(false)
        setCommunity(asked)
        return new Promise((resolve) => {
          answer.current = resolve
        })
      }),
    [],
  )
  const close = (given: boolean) => {
    setCommunity(undefined)
    answer.current?.(given)
    answer.current = undefined
  }
  return (
    <Dialog title={t('naming.title')} isOpen={community !== undefined} onClose={() => close(false)}>
      {community ? <NameForm community={community} onGiven={() => close(true)} /> : null}
    </Dialog>
  )
}

function NameForm({ community, onGiven }: { community: string; onGiven: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const save = useProfileSet()
  const [error, setError] = useState<NodeFailure>()
  const form = useForm(schema, { name: '' })
  const submit = form.submit(async ({ name }) => {
    try {
      const mine = await queries.fetchQuery(profileQuery(community, null))
      const { about, languages, can_help, wants_to_learn, contact, color } = mine
      const parts = { about, languages, can_help, wants_to_learn, contact, color }
      await save.mutateAsync({ community, name, ...parts, audience: mine.audience ?? EVERYBODY })
      forget(queries, [['communities']])
      onGiven()
    } catch (cause) {
      setError(NodeFailure.from(cause))
    }
  })
  return (
    <Form onSubmit={submit} className="flex flex-col gap-5">
      <TextField
        label={t('naming.name')}
        hint={t('naming.why')}
        value={form.values.name}
        onChange={(name) => form.set('name', name)}
        error={form.errors.name}
        autoComplete="name"
        autoFocus
      />
      {error ? <Failure error={error} inline /> : null}
      <div>
        <Button type="submit" look="primary" isDisabled={save.isPending}>
          {t('naming.submit')}
        </Button>
      </div>
    </Form>
  )
}
