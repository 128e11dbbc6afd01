import { useQuery } from '@tanstack/react-query'
import { FlaskConical } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { Button } from '@/components/button'
import { Failure } from '@/components/failure'
import { communitiesQuery, useExampleCreate } from './api'

/** A way to try everything first: a street of imaginary neighbours, on this machine alone. */
export function TryExample() {
  const { t, i18n } = useTranslation()
  const navigate = useNavigate()
  const communities = useQuery(communitiesQuery())
  const create = useExampleCreate()
  const there = communities.data?.items.find((one) => one.example)
  const open = () => {
    if (there) return void navigate(`/c/${there.id}`)
    create.mutate(
      { lang: i18n.language === 'fr' ? 'fr' : 'en' },
      { onSuccess: ({ id }) => void navigate(`/c/${id}`) },
    )
  }
  return (
    <div className="mt-4 flex flex-wrap items-center gap-x-4 gap-y-2">
      <Button
        look="plain"
        icon={<FlaskConical aria-hidden className="size-5" />}
        isDisabled={create.isPending}
        onPress={open}
      >
        {create.isPending ? t('welcome.exampleBusy') : t('welcome.example')}
      </Button>
      <p className="text-sm text-ink-soft">{t('welcome.exampleText')}</p>
      {create.error ? <Failure error={create.error} inline /> : null}
    </div>
  )
}
