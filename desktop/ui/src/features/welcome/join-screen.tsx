import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ChevronRight } from 'lucide-react'
import { Button as AriaButton, Disclosure, DisclosurePanel, Form } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { useLocation, useNavigate } from 'react-router'
import * as v from 'valibot'
import { Button } from '@/components/button'
import { Failure } from '@/components/failure'
import { TextField } from '@/components/text-field'
import { optionalText, requiredText, useForm } from '@/lib/form'
import { linkQuery, statusQuery, useJoinStart, usePhraseNew } from './api'
import { CameraInvitation } from './camera'
import { InvitationFile } from './invitation-file'
import { LinkSaysNote } from './link-says'
import { LookBehind } from './look-behind'
import { WelcomePage } from './welcome-page'

const schema = v.object({
  link: requiredText(4000, 'join.linkRequired'),
  me: requiredText(80, 'form.required'),
  address: optionalText(300),
})

/** Joins a community with a link, a code, a picture of its square, or a file. A link may come along in the address: `?link=` or `#link=`. */
export function Component() {
  const given = useGivenLink()
  // A link that arrives while the form is open begins it anew.
  return <JoinForm key={given} given={given} />
}

function JoinForm({ given }: { given: string }) {
  const { t, i18n } = useTranslation()
  const navigate = useNavigate()
  const status = useQuery(statusQuery())
  const words = usePhraseNew()
  const join = useJoinStart()
  const form = useForm(schema, { link: given, me: '', address: '' })
  const busy = words.isPending || join.isPending
  const error = words.error ?? join.error

  const queries = useQueryClient()
  const start = async ({ link: typed, me, address }: v.InferOutput<typeof schema>) => {
    try {
      // The text of a file holds more than the link; where it cannot be read, the node says so when it is followed.
      const says = await queries.fetchQuery(linkQuery(typed)).catch(() => null)
      const link = says?.link ?? typed
      if (status.data?.phrase === 'none') {
        await words.mutateAsync({ language: i18n.language === 'fr' ? 'fr' : 'en' })
      }
      const { id } = await join.mutateAsync({
        link,
        display_name: me,
        address: address === '' ? (says?.addresses[0] ?? null) : address,
      })
      await navigate(`/welcome/join/${id}`, { replace: true })
    } catch {
      // The mutations keep their error, and the form shows it.
    }
  }
  return (
    <WelcomePage title={t('join.title')} lead={t('join.lead')} back="/welcome">
      <Form onSubmit={form.submit((clean) => void start(clean))} className="flex flex-col gap-8">
        <TextField
          label={t('join.link')}
          hint={t('join.linkHint')}
          value={form.values.link}
          onChange={(link) => form.set('link', link)}
          error={form.errors.link}
          rows={3}
          mono
          spellCheck="false"
          autoFocus={given === ''}
        />
        <LinkSaysNote link={form.values.link} />
        <LookBehind
          link={form.values.link}
          address={form.values.address}
          isBusy={busy}
          onComeIn={() => void start({ ...form.values, me: '' })}
        />
        <InvitationFile onText={(text) => form.set('link', text)} />
        <CameraInvitation onText={(text) => form.set('link', text)} />
        <TextField
          label={t('join.me')}
          hint={t('join.meHint')}
          value={form.values.me}
          onChange={(me) => form.set('me', me)}
          error={form.errors.me}
          autoComplete="name"
          autoFocus={given !== ''}
        />
        <Disclosure className="group">
          <AriaButton
            slot="trigger"
            className="inline-flex min-h-11 items-center gap-2 rounded-md pr-3 font-semibold text-brand-ink"
          >
            <ChevronRight aria-hidden className="size-5 transition-transform group-expanded:rotate-90" />
            {t('join.more')}
          </AriaButton>
          <DisclosurePanel className="pt-3 pl-7">
            <TextField
              label={t('join.address')}
              hint={t('join.addressHint')}
              value={form.values.address}
              onChange={(address) => form.set('address', address)}
              error={form.errors.address}
              optional
              mono
              spellCheck="false"
            />
          </DisclosurePanel>
        </Disclosure>
        {error ? <Failure error={error} inline /> : null}
        <div>
          <Button type="submit" look="primary" isDisabled={busy}>
            {busy ? t('join.starting') : t('join.submit')}
          </Button>
        </div>
      </Form>
    </WelcomePage>
  )
}

function useGivenLink(): string {
  const { search, hash } = useLocation()
  return new URLSearchParams(search).get('link') ?? new URLSearchParams(hash.slice(1)).get('link') ?? ''
}
