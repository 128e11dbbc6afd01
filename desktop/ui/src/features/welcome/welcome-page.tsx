import { ChevronLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { Logo } from '@/components/logo'
import { Street } from '@/components/street'

type Props = {
  title: string
  lead?: string
  /** Where "back" leads; without it there is no way back. */
  back?: string
  children: ReactNode
}

/** The page of the first steps: one calm column above the street. */
export function WelcomePage({ title, lead, back, children }: Props) {
  const { t } = useTranslation()
  return (
    <main
      id="main"
      tabIndex={-1}
      className="scroll-quiet relative flex h-full flex-col overflow-y-auto outline-none!"
    >
      <title>{`${title} – ${t('app.name')}`}</title>
      <div className="mx-auto flex w-full max-w-2xl flex-[1_0_auto] flex-col px-6 pt-8 pb-10 narrow:px-4">
        <div className="flex min-h-11 items-center">
          {back ? (
            <Link
              href={back}
              className="-ml-2 inline-flex min-h-11 items-center gap-1 rounded-md px-2 font-semibold text-brand-ink"
            >
              <ChevronLeft aria-hidden className="size-5" />
              {t('common.back')}
            </Link>
          ) : (
            <p className="flex items-center gap-3 font-bold">
              <Logo />
              {t('app.name')}
            </p>
          )}
        </div>
        <h1 className="mt-4 text-3xl font-bold">{title}</h1>
        {lead ? <p className="mt-2 text-lg text-ink-soft">{lead}</p> : null}
        <div className="mt-8">{children}</div>
      </div>
      {/* Where little is left of the window, no street rather than one of toys. */}
      <div className="h-32 min-h-0 shrink overflow-hidden [container-type:size] narrow:h-24">
        <div className="h-full [@container(height<4rem)]:hidden">
          <Street />
        </div>
      </div>
    </main>
  )
}
