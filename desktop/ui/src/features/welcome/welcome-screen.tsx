import { useQuery } from '@tanstack/react-query'
import { HardDrive, Link2, Sprout, UsersRound, WifiOff } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { communitiesQuery } from './api'
import { TryExample } from './try-example'
import { WelcomePage } from './welcome-page'

/** The first screen: create a community, or join one. */
export function Component() {
  const { t } = useTranslation()
  const communities = useQuery(communitiesQuery())
  const hasSome = (communities.data?.items.length ?? 0) > 0
  return (
    <WelcomePage title={t('welcome.hello')} lead={t('welcome.lead')} {...(hasSome ? { back: '/' } : {})}>
      <div className="grid grid-cols-2 gap-4 narrow:grid-cols-1">
        <Door
          href="/welcome/create"
          primary
          icon={<Sprout className="size-7" />}
          title={t('welcome.create')}
          text={t('welcome.createText')}
        />
        <Door
          href="/welcome/join"
          icon={<Link2 className="size-7" />}
          title={t('welcome.join')}
          text={t('welcome.joinText')}
        />
      </div>
      <TryExample />
      <ul className="mt-10 grid grid-cols-3 gap-6 narrow:grid-cols-1 narrow:gap-4">
        <Assurance icon={<HardDrive />} title={t('welcome.promise1')} text={t('welcome.promise1Text')} />
        <Assurance icon={<WifiOff />} title={t('welcome.promise2')} text={t('welcome.promise2Text')} />
        <Assurance icon={<UsersRound />} title={t('welcome.promise3')} text={t('welcome.promise3Text')} />
      </ul>
      <p className="mt-8 text-sm text-ink-soft">{t('welcome.offline')}</p>
    </WelcomePage>
  )
}

type DoorProps = { href: string; icon: ReactNode; title: string; text: string; primary?: boolean }

function Door({ href, icon, title, text, primary = false }: DoorProps) {
  return (
    <Link
      href={href}
      className={`group flex flex-col gap-3 rounded-xl p-6 shadow-card transition-colors ${
        primary
          ? 'bg-brand text-on-brand hover:bg-brand-deep'
          : 'border border-line-strong bg-panel text-ink hover:bg-sunken'
      }`}
    >
      <span aria-hidden>{icon}</span>
      <span className="text-lg font-bold">{title}</span>
      <span className={primary ? '' : 'text-ink-soft'}>{text}</span>
    </Link>
  )
}

function Assurance({ icon, title, text }: { icon: ReactNode; title: string; text: string }) {
  return (
    <li className="flex flex-col gap-1 narrow:flex-row narrow:gap-3">
      <span aria-hidden className="mb-1 text-brand-ink [&>svg]:size-6">
        {icon}
      </span>
      <div>
        <p className="font-semibold">{title}</p>
        <p className="text-sm text-ink-soft">{text}</p>
      </div>
    </li>
  )
}
