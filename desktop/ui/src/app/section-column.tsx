import { Radio, Search, Settings, UserRoundPlus } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button, Link } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { useLocation, useMatch } from 'react-router'
import { CountBadge } from '@/components/count-badge'
import { RoomLinks } from '@/features/chat/room-links'
import type { Community } from '@/generated/bindings'
import { sectionsIn } from './sections'
import { useMode } from './use-mode'
import { useSectionCounts } from './use-section-counts'

type Props = {
  community: Community | undefined
  /** Opens the palette. */
  onSearch: () => void
  /** The button that begins something new. */
  create: ReactNode
}

/** The second column: the sections of a community, or the general pages where none is open. */
export function SectionColumn({ community, onSearch, create }: Props) {
  const { t } = useTranslation()
  return (
    <div className="scroll-quiet relative flex min-h-0 flex-1 flex-col overflow-y-auto px-3 pt-4">
      <header className="mb-3 px-2">
        <p className="truncate text-lg font-bold tracking-tight" title={community?.name}>
          {community?.name ?? t('frame.general')}
        </p>
        {community ? (
          <p className="text-sm text-ink-soft">{t('communities.members', { count: community.members })}</p>
        ) : null}
      </header>
      {community ? (
        <>
          <div className="mb-4 flex flex-col gap-2.5">
            <Button
              onPress={onSearch}
              className="flex min-h-10 items-center gap-2.5 rounded-md border border-line-strong bg-canvas px-3 text-left text-sm text-ink-soft hover:bg-sunken"
            >
              <Search aria-hidden className="size-4" />
              <span className="flex-1">{t('frame.searchHint')}</span>
              <kbd aria-hidden className="font-sans text-xs">
                Ctrl K
              </kbd>
            </Button>
            {create}
          </div>
          <CommunityNav community={community} />
        </>
      ) : (
        <GeneralNav />
      )}
    </div>
  )
}

/** The sections of a community and what belongs to it, as a list of links. */
export function CommunityNav({ community }: { community: Community }) {
  const { t } = useTranslation()
  const base = `/c/${community.id}`
  const inRooms = useMatch(`${base}/rooms/*`) !== null
  const inPosts = useMatch(`${base}/posts/*`) !== null
  const counts = useSectionCounts(community.id)
  const mode = useMode()
  return (
    <nav aria-label={t('frame.sections', { name: community.name })} data-pane className="flex flex-col gap-4">
      <ul className="flex flex-col gap-0.5">
        {sectionsIn(mode).map(({ path, label, icon }) => (
          <li key={path}>
            <NavItem
              href={`${base}/${path}`}
              icon={icon}
              count={counts[path]}
              active={path === 'boards' && inPosts}
            >
              {t(label)}
            </NavItem>
            {path === 'rooms' && inRooms ? <RoomLinks community={community.id} /> : null}
          </li>
        ))}
      </ul>
      <NavItem href={`${base}/invite`} icon={<UserRoundPlus aria-hidden className="size-5" />}>
        {t('frame.invite')}
      </NavItem>
    </nav>
  )
}

/** The pages that belong to no community. */
export function GeneralNav() {
  const { t } = useTranslation()
  return (
    <nav aria-label={t('frame.generalSections')} data-pane className="flex flex-col gap-0.5">
      <NavItem href="/search" icon={<Search aria-hidden className="size-5" />}>
        {t('frame.search')}
      </NavItem>
      <NavItem href="/network" icon={<Radio aria-hidden className="size-5" />}>
        {t('frame.network')}
      </NavItem>
      <NavItem href="/settings" icon={<Settings aria-hidden className="size-5" />}>
        {t('frame.settings')}
      </NavItem>
    </nav>
  )
}

type NavItemProps = { href: string; icon: ReactNode; count?: number; active?: boolean; children: ReactNode }

function NavItem({ href, icon, count = 0, active = false, children }: NavItemProps) {
  const { pathname } = useLocation()
  const here = active || pathname === href || pathname.startsWith(`${href}/`)
  return (
    <Link
      href={href}
      aria-current={here ? (pathname === href ? 'page' : 'true') : undefined}
      className={`flex min-h-11 items-center gap-3 rounded-md px-3 font-medium transition-colors ${
        here ? 'bg-brand-soft text-brand-ink' : 'text-ink hover:bg-sunken'
      }`}
    >
      <span className={here ? '' : 'text-ink-soft'}>{icon}</span>
      <span className="min-w-0 flex-1 truncate">{children}</span>
      <CountBadge count={count} />
    </Link>
  )
}
