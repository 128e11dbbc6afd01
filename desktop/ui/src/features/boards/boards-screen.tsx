import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { PanelsTopLeft, PenLine, Plus } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams, useSearchParams } from 'react-router'
import { Button, LinkButton } from '@/components/button'
import { CountBadge } from '@/components/count-badge'
import { EmptyState } from '@/components/empty-state'
import { Loaded } from '@/components/loaded'
import { MuteButton } from '@/components/mute-button'
import { MutedMark } from '@/components/muted-mark'
import { PillLink } from '@/components/pill-link'
import { Screen } from '@/components/screen'
import type { Board, Post } from '@/generated/bindings'
import { boardsQuery, pinsQuery, postsQuery, useBoardMute, useMarkRead } from './api'
import { NewBoard } from './new-board'
import { PostCard } from './post-card'

/** The posts of all boards, or of one: `?board=`. */
export function Component() {
  const { t } = useTranslation()
  const { community = '' } = useParams()
  const [search] = useSearchParams()
  const [making, setMaking] = useState(false)
  const boards = useQuery(boardsQuery(community))
  const board = boards.data?.items.find((one) => one.id === search.get('board'))
  const posts = useInfiniteQuery(postsQuery(community, board?.id ?? null))
  const pins = useQuery(pinsQuery(community, board?.id ?? null)).data?.items ?? []
  const mute = useBoardMute()
  const newest = posts.data?.pages[0]?.items[0]
  useSeen(community, boards.data?.items, board, newest)

  const write = (
    <LinkButton
      look="primary"
      icon={<PenLine aria-hidden className="size-5" />}
      href={`/c/${community}/boards/new${board ? `?board=${board.id}` : ''}`}
    >
      {t('boards.write')}
    </LinkButton>
  )
  const head = board ? (
    <div className="flex items-center gap-2">
      <MuteButton
        muted={board.muted}
        label={board.muted ? t('boards.unmute') : t('boards.mute')}
        onPress={() => mute.mutate({ community, board: board.id, on: !board.muted })}
      />
      {write}
    </div>
  ) : (
    write
  )
  return (
    <Screen title={board?.name ?? t('boards.title')} lead={board?.purpose} action={head}>
      <div className="mb-6 flex flex-wrap items-center gap-2">
        <nav aria-label={t('boards.choose')}>
          <ul className="flex flex-wrap gap-2">
            <li>
              <BoardLink href={`/c/${community}/boards`} name={t('boards.all')} current={!board} />
            </li>
            {boards.data?.items.map((one) => (
              <li key={one.id}>
                <BoardLink
                  href={`/c/${community}/boards?board=${one.id}`}
                  name={one.name}
                  current={one.id === board?.id}
                  unread={one.unread}
                  muted={one.muted}
                />
              </li>
            ))}
          </ul>
        </nav>
        <Button
          look="plain"
          size="small"
          icon={<Plus aria-hidden className="size-4" />}
          onPress={() => setMaking(true)}
        >
          {t('boards.new')}
        </Button>
      </div>
      <Loaded
        query={posts}
        empty={{
          when: (data) => data.pages.every((page) => page.items.length === 0),
          show: (
            <EmptyState
              icon={<PanelsTopLeft className="size-7" />}
              title={t('boards.empty')}
              text={t('boards.emptyText')}
            />
          ),
        }}
      >
        {(data) => (
          <>
            <ul aria-label={t('boards.list')} className="flex flex-col gap-3">
              {[...pins, ...data.pages.flatMap((page) => page.items).filter((post) => !isIn(pins, post))].map(
                (post) => (
                  <li key={post.id}>
                    <PostCard community={community} post={post} showBoard={!board} />
                  </li>
                ),
              )}
            </ul>
            <div className="mt-6 text-center text-sm text-ink-soft">
              {posts.hasNextPage ? (
                <Button isDisabled={posts.isFetchingNextPage} onPress={() => void posts.fetchNextPage()}>
                  {t('common.showMore')}
                </Button>
              ) : (
                t('common.endOfList')
              )}
            </div>
          </>
        )}
      </Loaded>
      {making ? <NewBoard community={community} onClose={() => setMaking(false)} /> : null}
    </Screen>
  )
}

const isIn = (posts: Post[], post: Post) => posts.some((one) => one.id === post.id)

type BoardLinkProps = { href: string; name: string; current: boolean; unread?: number; muted?: boolean }

function BoardLink({ href, name, current, unread = 0, muted = false }: BoardLinkProps) {
  return (
    <PillLink href={href} current={current}>
      {name}
      <MutedMark muted={muted} />
      <CountBadge count={unread} />
    </PillLink>
  )
}

/** What is on screen counts as seen: the open board's posts, or those of every board. */
function useSeen(
  community: string,
  boards: Board[] | undefined,
  open: Board | undefined,
  newest: Post | undefined,
) {
  const { mutate } = useMarkRead()
  const unread = (open ? [open] : (boards ?? [])).filter((board) => board.unread > 0).map((board) => board.id)
  const places = unread.join(' ')
  const time = newest?.time_ms
  useEffect(() => {
    if (time === undefined || places === '') return
    for (const place of places.split(' ')) mutate({ community, place, time_ms: Math.max(time, Date.now()) })
  }, [mutate, community, places, time])
}
