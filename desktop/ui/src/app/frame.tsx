import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Navigate, Outlet, useMatch, useParams } from 'react-router'
import { communitiesQuery } from '@/features/communities/api'
import { CommunityRail } from '@/features/communities/community-rail'
import { NARROW, useMedia } from '@/lib/use-media'
import { Banners } from './banners'
import { CreateMenu } from './create-menu'
import { HelpDialog } from './help-dialog'
import { NameDialog } from './name-dialog'
import { NarrowBar } from './narrow-bar'
import { Palette } from './palette'
import { rememberCommunity } from './place'
import { SectionColumn } from './section-column'
import { StatusLine } from './status-line'
import { useMainFocus } from './use-main-focus'
import { useShortcuts } from './use-shortcuts'

/** The frame of all screens: communities, sections, the screen itself; one column where it is narrow. */
export function Frame() {
  const { t } = useTranslation()
  const narrow = useMedia(NARROW)
  const { community } = useParams()
  const atHome = useMatch('/c/:community') !== null
  const communities = useQuery(communitiesQuery())
  useMainFocus()
  const [open, setOpen] = useState<'palette' | 'create' | 'help'>()
  const doors = useMemo(
    () => ({
      palette: () => setOpen('palette'),
      create: () => setOpen('create'),
      help: () => setOpen('help'),
    }),
    [],
  )
  const close = () => setOpen(undefined)
  useShortcuts(community, doors)
  useEffect(() => {
    if (community) rememberCommunity(community)
  }, [community])

  const known = communities.data?.items
  const current = known?.find((one) => one.id === community)
  // One that was joined a moment ago is in the answer that is on its way.
  if (known && community && !current && !communities.isFetching) return <Navigate to="/" replace />
  return (
    <div className="flex h-full flex-col">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-raised focus:px-4 focus:py-2 focus:font-semibold focus:shadow-float"
      >
        {t('frame.skip')}
      </a>
      <div className="flex min-h-0 flex-1 narrow:flex-col">
        {narrow ? (
          atHome ? null : (
            <NarrowBar />
          )
        ) : (
          <>
            <CommunityRail communities={known ?? []} current={community} onHelp={doors.help} />
            <div className="flex w-64 shrink-0 flex-col border-r border-line bg-panel print:hidden">
              <SectionColumn
                community={current}
                onSearch={doors.palette}
                create={
                  community ? (
                    <CreateMenu
                      community={community}
                      isOpen={open === 'create'}
                      onOpenChange={(now) => setOpen(now ? 'create' : undefined)}
                    />
                  ) : null
                }
              />
              <StatusLine />
            </div>
          </>
        )}
        <main id="main" tabIndex={-1} className="flex min-h-0 min-w-0 flex-1 flex-col outline-none!">
          <Banners community={current} />
          <div className="min-h-0 flex-1">
            <Outlet />
          </div>
        </main>
        {narrow && atHome ? (
          <>
            <CommunityRail communities={known ?? []} current={community} onHelp={doors.help} flat />
            <StatusLine />
          </>
        ) : null}
      </div>
      <Palette communities={known ?? []} current={current} isOpen={open === 'palette'} onClose={close} />
      <NameDialog />
      <HelpDialog isOpen={open === 'help'} onClose={close} />
    </div>
  )
}
