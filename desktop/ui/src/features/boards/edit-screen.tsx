import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams } from 'react-router'
import { Loaded } from '@/components/loaded'
import { Screen } from '@/components/screen'
import { threadQuery, usePostEdit } from './api'
import { PostForm } from './post-form'

/** Changes a post of mine. */
export function Component() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { community = '', post: id = '' } = useParams()
  const thread = useQuery(threadQuery(community, id))
  const edit = usePostEdit()
  const back = () => void navigate(`/c/${community}/posts/${id}`, { replace: true })
  return (
    <Screen title={t('post.editTitle')}>
      <Loaded query={thread}>
        {({ post }) => (
          <PostForm
            initial={{
              board: post.board,
              kind: post.kind,
              title: post.title,
              body: post.body,
              tags: post.tags,
              ack: post.ack !== null,
            }}
            submit={t('common.save')}
            busy={edit.isPending}
            error={edit.error}
            onCancel={back}
            onSubmit={({ title, body, tags, ack }) =>
              edit.mutate({ community, post: id, title, body, tags, ack }, { onSuccess: back })
            }
          />
        )}
      </Loaded>
    </Screen>
  )
}
