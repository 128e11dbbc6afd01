import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { Form } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import * as v from 'valibot'
import { Button } from '@/components/button'
import { Choice } from '@/components/choice'
import { Failure } from '@/components/failure'
import { TextField } from '@/components/text-field'
import { requiredText, useForm } from '@/lib/form'
import { statusQuery, useCommunityCreate, usePhraseNew } from './api'
import { type Kind, kinds } from './kinds'
import { WelcomePage } from './welcome-page'

const schema = v.object({
  name: requiredText(80, 'form.required'),
  kind: v.picklist(kinds),
  me: requiredText(80, 'form.required'),
})

/** Founds a community: three questions on one page. */
export function Component() {
  const { t, i18n } = useTranslation()
  const navigate = useNavigate()
  const status = useQuery(statusQuery())
  const words = usePhraseNew()
  const create = useCommunityCreate()
  const form = useForm(schema, { name: '', kind: 'neighbourhood' as Kind, me: '' })
  const busy = words.isPending || create.isPending
  const error = words.error ?? create.error

  // True at once, and not only after the next drawing: the second press of a fast double click comes before that.
  const founding = useRef(false)
  const found = form.submit(async ({ name, kind, me }) => {
    if (founding.current) return
    founding.current = true
    const first = status.data?.phrase === 'none'
    try {
      if (first) await words.mutateAsync({ language: i18n.language === 'fr' ? 'fr' : 'en' })
      const community = await create.mutateAsync({ name, kind, display_name: me })
      await navigate(first ? `/welcome/words?then=/c/${community.id}` : `/c/${community.id}`)
    } catch {
      // The mutations keep their error, and the form shows it.
      founding.current = false
    }
  })
  return (
    <WelcomePage title={t('create.title')} lead={t('create.lead')} back="/welcome">
      <Form onSubmit={found} className="flex flex-col gap-8">
        <TextField
          label={t('create.name')}
          hint={t('create.nameHint')}
          value={form.values.name}
          onChange={(name) => form.set('name', name)}
          error={form.errors.name}
          autoFocus
        />
        <Choice
          label={t('create.kind')}
          hint={t('create.kindHint')}
          value={form.values.kind}
          onChange={(kind) => form.set('kind', kind)}
          options={kinds.map((id) => ({ id, label: t(`create.kind.${id}`) }))}
        />
        <TextField
          label={t('create.me')}
          hint={t('create.meHint')}
          value={form.values.me}
          onChange={(me) => form.set('me', me)}
          error={form.errors.me}
          autoComplete="name"
        />
        {error ? <Failure error={error} inline /> : null}
        <div>
          <Button type="submit" look="primary" isDisabled={busy}>
            {busy ? t('create.creating') : t('create.submit')}
          </Button>
        </div>
      </Form>
    </WelcomePage>
  )
}
