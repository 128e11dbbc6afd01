import { useTranslation } from 'react-i18next'
import { PillLink } from '@/components/pill-link'

/** The two neighbouring views of the members: everybody, and the groups they form. */
export function PeopleViews({ community, current }: { community: string; current: 'all' | 'groups' }) {
  const { t } = useTranslation()
  return (
    <nav aria-label={t('people.views')} className="mb-6">
      <ul className="flex flex-wrap gap-2">
        <li>
          <PillLink href={`/c/${community}/people`} current={current === 'all'}>
            {t('people.everybody')}
          </PillLink>
        </li>
        <li>
          <PillLink href={`/c/${community}/people/groups`} current={current === 'groups'}>
            {t('groups.title')}
          </PillLink>
        </li>
      </ul>
    </nav>
  )
}
