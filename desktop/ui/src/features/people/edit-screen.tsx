import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Form, Label, Radio, RadioGroup } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams } from 'react-router'
import * as v from 'valibot'
import { Avatar } from '@/components/avatar'
import { Button } from '@/components/button'
import { Failure } from '@/components/failure'
import { labelClass } from '@/components/field-words'
import { Loaded } from '@/components/loaded'
import { Screen } from '@/components/screen'
import { TextField } from '@/components/text-field'
import type { Profile, ProfileAudience } from '@/generated/bindings'
import { optionalText, requiredText, splitList, useForm } from '@/lib/form'
import { EVERYBODY, profileQuery, useProfileSet } from './api'
import { OnlyMe } from './only-me'

/** How many colours there are to choose from. */
const COLORS = 12

const schema = v.object({
  name: requiredText(80, 'form.required'),
  about: optionalText(4000),
  languages: optionalText(400),
  can_help: optionalText(2000),
  wants_to_learn: optionalText(2000),
  contact: optionalText(200),
  color: v.number(),
})

/** Changes my profile in this community. */
export function Component() {
  const { t } = useTranslation()
  const { community = '' } = useParams()
  const profile = useQuery(profileQuery(community, null))
  return (
    <Screen title={t('profile.edit')}>
      <Loaded query={profile}>{(one) => <Edit community={community} profile={one} />}</Loaded>
    </Screen>
  )
}

function Edit({ community, profile }: { community: string; profile: Profile }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const save = useProfileSet()
  const form = useForm(schema, {
    name: profile.name,
    about: profile.about,
    languages: profile.languages.join(', '),
    can_help: profile.can_help.join(', '),
    wants_to_learn: profile.wants_to_learn.join(', '),
    contact: profile.contact,
    color: profile.color,
  })
  const { values, errors, set } = form
  const before = profile.audience ?? EVERYBODY
  const [audience, setAudience] = useState(before)
  // Whoever has seen a part may have kept it: said where something that was for all is taken back.
  const takesBack = (Object.keys(audience) as (keyof ProfileAudience)[]).some(
    (part) => audience[part] === 'me' && before[part] === 'members' && profile[part].length > 0,
  )
  const onlyMe = (part: keyof ProfileAudience, field: string) => (
    <OnlyMe
      field={field}
      audience={audience[part]}
      onChange={(who) => setAudience((all) => ({ ...all, [part]: who }))}
    />
  )
  const back = () => void navigate(`/c/${community}/people/${profile.person}`, { replace: true })
  const submit = form.submit((clean) =>
    save.mutate(
      {
        community,
        ...clean,
        audience,
        languages: splitList(clean.languages, 16),
        can_help: splitList(clean.can_help, 32),
        wants_to_learn: splitList(clean.wants_to_learn, 32),
      },
      { onSuccess: back },
    ),
  )
  return (
    <Form
      onSubmit={submit}
      className="flex flex-col gap-6 rounded-xl border border-line bg-panel p-6 shadow-card narrow:p-4"
    >
      <p className="text-sm text-ink-soft">{t('profileForm.whoSees')}</p>
      <TextField
        label={t('profileForm.name')}
        value={values.name}
        onChange={(name) => set('name', name)}
        error={errors.name}
        autoComplete="name"
      />
      <RadioGroup
        value={String(values.color)}
        onChange={(color) => set('color', Number(color))}
        orientation="horizontal"
        className="flex flex-col gap-2"
      >
        <Label className={labelClass}>{t('profileForm.color')}</Label>
        <div className="grid w-fit grid-cols-6 gap-2">
          {Array.from({ length: COLORS }, (_, color) => (
            <Radio
              key={String(color)}
              value={String(color)}
              aria-label={t('profileForm.colorNumber', { number: color + 1 })}
              className="cursor-pointer rounded-full p-1 selected:ring-3 selected:ring-brand"
            >
              <Avatar name={values.name} color={color} />
            </Radio>
          ))}
        </div>
      </RadioGroup>
      <TextField
        label={t('profileForm.about')}
        value={values.about}
        onChange={(about) => set('about', about)}
        error={errors.about}
        rows={4}
        optional
      />
      {onlyMe('about', t('profileForm.about'))}
      <TextField
        label={t('profileForm.canHelp')}
        hint={t('profileForm.canHelpHint')}
        value={values.can_help}
        onChange={(can_help) => set('can_help', can_help)}
        error={errors.can_help}
        optional
      />
      {onlyMe('can_help', t('profileForm.canHelp'))}
      <TextField
        label={t('profileForm.wantsToLearn')}
        hint={t('common.comma')}
        value={values.wants_to_learn}
        onChange={(wants_to_learn) => set('wants_to_learn', wants_to_learn)}
        error={errors.wants_to_learn}
        optional
      />
      {onlyMe('wants_to_learn', t('profileForm.wantsToLearn'))}
      <TextField
        label={t('profileForm.languages')}
        hint={t('common.comma')}
        value={values.languages}
        onChange={(languages) => set('languages', languages)}
        error={errors.languages}
        optional
      />
      {onlyMe('languages', t('profileForm.languages'))}
      <TextField
        label={t('profileForm.contact')}
        value={values.contact}
        onChange={(contact) => set('contact', contact)}
        error={errors.contact}
        optional
      />
      {onlyMe('contact', t('profileForm.contact'))}
      <p role="status" className="text-sm text-warm-ink empty:hidden">
        {takesBack ? t('profileForm.takesBack') : null}
      </p>
      {save.error ? <Failure error={save.error} inline /> : null}
      <div className="flex flex-wrap justify-end gap-3">
        <Button onPress={back}>{t('common.cancel')}</Button>
        <Button type="submit" look="primary" isDisabled={save.isPending}>
          {save.isPending ? t('common.saving') : t('common.save')}
        </Button>
      </div>
    </Form>
  )
}
