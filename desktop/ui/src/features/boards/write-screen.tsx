import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useLocation, useNavigate, useParams, useSearchParams } from 'react-router'
import { Loaded } from '@/components/loaded'
import { Screen } from '@/components/screen'
import type { Board } from '@/generated/bindings'
import { handedOver } from '@/lib/hand-over'
import { draftQuery, useDraftKeeper } from '@/node/drafts'
import { boardsQuery, usePostWrite } from './api'
import { KINDS, PostForm } from './post-form'

/** Writes a post, of `?kind=`, on `?board=`; what was begun is kept as the board's draft. */
export function Component() {
  const { t } = useTranslation()
  const { community = '' } = useParams()
  const boards = useQuery(boardsQuery(community))
  return (
    <Screen title={t('post.writeTitle')}>
      <Loaded query={boards}>{(page) => <Write community={community} boards={page.items} />}</Loaded>
    </Screen>
  )
}

function Write({ community, boards }: { community: string; boards: Board[] }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [search] = useSearchParams()
  const { state } = useLocation()
  const board = boards.find((one) => one.id === search.get('board')) ?? boards[0]
  const kind = KINDS.find((one) => one === search.get('kind')) ?? 'discussion'
  const given = handedOver(state)
  const draft = useQuery(draftQuery(community, board?.id ?? ''))
  const write = usePostWrite()
  const keeper = useDraftKeeper(community, board?.id ?? '')
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
              onSubmit={(post) =>
                write.mutate(
                  { community, ...post },
                  {
                    onSuccess: ({ id }) => {
                      keeper.forget()
                      void navigate(`/c/${community}/posts/${id}`, { replace: true })
                    },
                  },
                )
              }
            />
          </>
        )
      }}
    </Loaded>
  )
}
