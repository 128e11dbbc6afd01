import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Avatar } from '@/components/avatar'
import { Button, LinkButton } from '@/components/button'
import { Confirm } from '@/components/confirm'
import { Loaded } from '@/components/loaded'
import { Tag } from '@/components/tag'
import type { Community } from '@/generated/bindings'
import { colorOf } from '@/lib/initials'
import { communitiesQuery, useExampleRemove, useLeave } from './api'
import { Group } from './group'

/** My communities: who I am there, a copy of everything, the way out. */
export function MyCommunities() {
  const { t } = useTranslation()
  const communities = useQuery(communitiesQuery())
  return (
    <Group title={t('settings.communities')}>
      <Loaded
        query={communities}
        empty={{
          when: (page) => page.items.length === 0,
          show: <p className="text-ink-soft">{t('settings.noCommunity')}</p>,
        }}
      >
        {({ items }) => (
          <ul aria-label={t('settings.communities')} className="flex flex-col divide-y divide-line">
            {items.map((community) => (
              <li key={community.id} className="py-4 first:pt-0 last:pb-0">
                <Row community={community} />
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Group>
  )
}

function Row({ community }: { community: Community }) {
  const { t } = useTranslation()
  const leave = useLeave()
  const remove = useExampleRemove()
  const [asking, setAsking] = useState(false)
  const { id, name, example } = community
  const end = example ? remove : leave
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
      <Avatar name={name} color={colorOf(id)} shape="community" />
      <div className="min-w-0 flex-1 basis-40">
        <p dir="auto" className="font-semibold">
          {name}
        </p>
        <p className="text-sm text-ink-soft">
          {example ? <Tag>{t('settings.example')}</Tag> : t(`role.${community.role}`)}
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        <LinkButton
          size="small"
          href={`/c/${id}/people/me/edit`}
          aria-label={t('settings.profileOf', { name })}
        >
          {t('settings.profile')}
        </LinkButton>
        <LinkButton size="small" href={`/c/${id}/export`} aria-label={t('settings.exportOf', { name })}>
          {t('settings.export')}
        </LinkButton>
        {community.state === 'member' ? (
          <Button
            size="small"
            look="plain"
            aria-label={example ? `${t('common.delete')} : ${name}` : t('settings.leaveOf', { name })}
            onPress={() => setAsking(true)}
          >
            {example ? t('common.delete') : t('settings.leave')}
          </Button>
        ) : null}
      </div>
      <Confirm
        isOpen={asking}
        title={example ? t('settings.removeTitle') : t('settings.leaveTitle', { name })}
        text={example ? t('settings.removeText') : t('settings.leaveText')}
        confirm={example ? t('common.delete') : t('settings.leave')}
        busy={end.isPending}
        error={end.error}
        onConfirm={() => end.mutate({ community: id }, { onSuccess: () => setAsking(false) })}
        onClose={() => setAsking(false)}
      />
    </div>
  )
}
