import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation, useNavigate, useParams, useSearchParams } from 'react-router'
import { Loaded } from '@/components/loaded'
import { Screen } from '@/components/screen'
import type { Board, Post, PostWrite } from '@/generated/bindings'
import { handedOver } from '@/lib/hand-over'
import { draftQuery, postDraft, useDraftKeeper } from '@/node/drafts'
import { useMe } from '@/node/me'
import { useUnderWay } from '@/node/query'
import { boardsQuery, usePostWrite } from './api'
import { PostBody } from './post-body'
import { KINDS, PostForm } from './post-form'

/** Fetches what shows a post while it is written: there is time for it before Enter, none after it. */
function fetchAhead() {
  void import('@/components/markdown-rendered')
  void import('./post-screen')
}

/** Writes a post, of `?kind=`, on `?board=`; what was begun is kept as the board's draft of that kind. It is shown at once, written or not. */
export function Component() {
  // Who comes back for another post finds an empty form.
  return <WriteScreen key={useLocation().key} />
}

function WriteScreen() {
  const { t } = useTranslation()
  const { community = '' } = useParams()
  const boards = useQuery(boardsQuery(community))
  const write = usePostWrite()
  // Until its own page takes over.
  const sent = write.isPending || write.isSuccess ? write.variables : undefined
  const post = useSentPost(boards.data?.items, sent)
  useEffect(fetchAhead, [])
  return (
    <Screen title={post?.title ?? t('post.writeTitle')}>
      {post ? <PostBody community={community} post={post} underWay /> : null}
      {/* Kept as it is: the text is there again where the node refuses it. */}
      <div hidden={post !== undefined}>
        <Loaded query={boards}>
          {(page) => <Write community={community} boards={page.items} write={write} />}
        </Loaded>
      </div>
    </Screen>
  )
}

type Props = { community: string; boards: Board[]; write: ReturnType<typeof usePostWrite> }

function Write({ community, boards, write }: Props) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [search] = useSearchParams()
  const { state } = useLocation()
  const board = boards.find((one) => one.id === search.get('board')) ?? boards[0]
  const kind = KINDS.find((one) => one === search.get('kind')) ?? 'discussion'
  const given = handedOver(state)
  const place = board ? postDraft(board.id, kind) : ''
  const draft = useQuery({ ...draftQuery(community, place), enabled: board !== undefined })
  const keeper = useDraftKeeper(community, place)
  const underWay = useUnderWay('post_write')
  if (!board) return null
  return (
    <Loaded query={draft}>
      {({ text }) => {
        const [title = '', ...body] = text.split('\n')
        return (
          <>
            {text === '' || given.text !== '' ? null : (
              <p role="status" className="mb-4 rounded-lg bg-brand-soft px-4 py-3 text-brand-ink">
                {t('post.restored')}
              </p>
            )}
            <PostForm
              boards={boards}
              initial={{
                board: board.id,
                kind,
                title: given.title || title,
                body: given.text || body.join('\n'),
                tags: [],
                ack: kind === 'announcement',
              }}
              submit={t('post.publish')}
              busy={write.isPending}
              error={write.error}
              // The title on the first line, the text below.
              onChange={({ title, body }) =>
                keeper.keep(title === '' && body === '' ? '' : `${title}\n${body}`)
              }
              onCancel={() => void navigate(`/c/${community}/boards`)}
              onSubmit={(post) => {
                if (underWay()) return
                write.mutate(
                  { community, ...post },
                  {
                    onSuccess: ({ id }) => {
                      keeper.forget()
                      void navigate(`/c/${community}/posts/${id}`, { replace: true })
                    },
                  },
                )
              }}
            />
          </>
        )
      }}
    </Loaded>
  )
}

/** Returns what was sent as the post it will be; undefined where nothing was, or where it is not known yet who I am. */
function useSentPost(boards: readonly Board[] | undefined, sent: PostWrite | undefined): Post | undefined {
  const { community = '' } = useParams()
  const me = useMe(community)
  if (!sent || !me) return undefined
  return {
    id: 'under-way',
    board: sent.board,
    board_name: boards?.find((one) => one.id === sent.board)?.name ?? '',
    author: me.person,
    author_name: me.name,
    color: me.color,
    time_ms: Date.now(),
    kind: sent.kind,
    title: sent.title,
    body: sent.body,
    tags: sent.tags,
    edited: false,
    deleted: false,
    comments: 0,
    ack: null,
    answer: null,
    closed: false,
    pinned: false,
    may_close: false,
    may_pin: false,
    reactions: [],
    mine: true,
    copies: 0,
  }
}
