import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { Loaded } from '@/components/loaded'
import { Screen } from '@/components/screen'
import { threadQuery } from './api'
import { Comments } from './comments'
import { PostBody } from './post-body'

/** A post with its comments. */
export function Component() {
  const { t } = useTranslation()
  const { community = '', post = '' } = useParams()
  const thread = useQuery(threadQuery(community, post))
  const title = thread.data?.post.title || t('boards.title')
  return (
    <Screen title={title}>
      <Loaded query={thread}>
        {(data) => (
          <>
            <PostBody community={community} post={data.post} />
            <Comments community={community} post={data.post} comments={data.comments} />
          </>
        )}
      </Loaded>
    </Screen>
  )
}
