import { CircleHelp, Plus, Settings } from 'lucide-react'
import { Button, Link, TooltipTrigger } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { Avatar } from '@/components/avatar'
import { Tip } from '@/components/icon-button'
import type { Community } from '@/generated/bindings'
import { colorOf } from '@/lib/initials'

type Props = {
  communities: readonly Community[]
  current: string | undefined
  /** Opens the help. */
  onHelp: () => void
  /** A row at the foot instead of a column at the side. */
  flat?: boolean
}

/** The first column: my communities, a new one, help, the settings. */
export function CommunityRail({ communities, current, onHelp, flat = false }: Props) {
  const { t } = useTranslation()
  const side = flat ? 'top' : 'right'
  const tile =
    'grid size-12 place-items-center rounded-xl text-ink-soft hover:bg-panel hover:text-ink transition-colors'
  return (
    <nav
      data-pane
      aria-label={t('frame.communities')}
      className={
        flat
          ? 'scroll-quiet flex shrink-0 items-center gap-2 overflow-x-auto border-t border-line bg-rail px-3 py-2'
          : 'scroll-quiet flex w-[4.75rem] shrink-0 flex-col items-center gap-2 overflow-y-auto bg-rail py-4'
      }
    >
      <ul className={flat ? 'flex gap-2' : 'flex flex-col items-center gap-2'}>
        {communities.map((community) => (
          <li key={community.id}>
            <TooltipTrigger delay={250}>
              <Link
                href={`/c/${community.id}`}
                aria-current={community.id === current ? 'true' : undefined}
                className={`relative block rounded-xl p-1 ${
                  community.id === current ? 'bg-panel ring-2 ring-brand' : 'hover:bg-panel'
                }`}
              >
                <Avatar name={community.name} color={colorOf(community.id)} shape="community" />
                <span className="sr-only">
                  {community.unread > 0
                    ? `${community.name}, ${t('common.unread', { count: community.unread })}`
                    : community.name}
                </span>
                {community.unread > 0 && community.id !== current ? (
                  <span
                    aria-hidden
                    className="absolute top-0 right-0 size-3 rounded-full bg-warm ring-2 ring-rail"
                  />
                ) : null}
              </Link>
              <Tip placement={side}>{community.name}</Tip>
            </TooltipTrigger>
          </li>
        ))}
      </ul>
      <TooltipTrigger delay={250}>
        <Link href="/welcome" aria-label={t('frame.newCommunity')} className={tile}>
          <Plus aria-hidden className="size-6" />
        </Link>
        <Tip placement={side}>{t('frame.newCommunity')}</Tip>
      </TooltipTrigger>
      <div className={flat ? 'flex-1' : 'mt-auto'} />
      <TooltipTrigger delay={250}>
        <Button aria-label={t('help.title')} onPress={onHelp} className={tile}>
          <CircleHelp aria-hidden className="size-5.5" />
        </Button>
        <Tip placement={side}>{t('help.title')}</Tip>
      </TooltipTrigger>
      <TooltipTrigger delay={250}>
        <Link href="/settings" aria-label={t('frame.settings')} className={tile}>
          <Settings aria-hidden className="size-5.5" />
        </Link>
        <Tip placement={side}>{t('frame.settings')}</Tip>
      </TooltipTrigger>
    </nav>
  )
}
