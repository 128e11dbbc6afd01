import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams } from 'react-router'
import * as v from 'valibot'
import { KeptChange } from '@/components/kept-change'
import { Loaded } from '@/components/loaded'
import { Screen } from '@/components/screen'
import type { Post } from '@/generated/bindings'
import { changeOf, draftQuery } from '@/node/drafts'
import { threadQuery, usePostEdit } from './api'
import { PostForm } from './post-form'

/** What can be changed about a post. */
const changed = v.object({
  title: v.string(),
  body: v.string(),
  tags: v.array(v.string()),
  ack: v.boolean(),
})

/** Changes a post of mine; what was begun is kept. */
export function Component() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { community = '', post: id = '' } = useParams()
  const thread = useQuery(threadQuery(community, id))
  const edit = usePostEdit()
  const draft = useQuery(draftQuery(community, changeOf(id)))
  const back = () => void navigate(`/c/${community}/posts/${id}`, { replace: true })
  return (
    <Screen title={t('post.editTitle')}>
      <Loaded query={thread}>
        {({ post }) => (
          <KeptChange
            community={community}
            id={id}
            draft={draft}
            current={textOf(post)}
            schema={changed}
            busy={edit.isPending}
          >
            {({ initial, keep, forget }) => (
              <PostForm
                initial={{ board: post.board, kind: post.kind, ...initial }}
                submit={t('common.save')}
                busy={edit.isPending}
                error={edit.error}
                onChange={({ title, body, tags, ack }) => keep({ title, body, tags, ack })}
                onCancel={() => {
                  forget()
                  back()
                }}
                onSubmit={({ title, body, tags, ack }) =>
                  edit.mutate(
                    { community, post: id, title, body, tags, ack },
                    {
                      onSuccess: () => {
                        forget()
                        back()
                      },
                    },
                  )
                }
              />
            )}
          </KeptChange>
        )}
      </Loaded>
    </Screen>
  )
}

const textOf = ({ title, body, tags, ack }: Post) => ({ title, body, tags, ack: ack !== null })
