import { infiniteQueryOptions, type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import type { CommentChanges } from '@/components/comment-row'
import type { Comment, Page, Post, PostWrite } from '@/generated/bindings'

import { call } from '@/node/door'
import type { NodeFailure } from '@/node/failure'
import { forget } from '@/node/notices'
import { type NodeMutation, nodeQuery, useNodeMutation } from '@/node/query'

/** Posts asked for at once. */
const PAGE_SIZE = 20

/** The boards of a community. */
export const boardsQuery = (community: string) => nodeQuery(['boards', community], 'boards', { community })

/** The posts of one board, or of all (null), newest first. */
export const postsQuery = (community: string, board: string | null) =>
  infiniteQueryOptions<Page<Post>, NodeFailure, { pages: Page<Post>[] }, (string | null)[], string | null>({
    queryKey: ['posts', community, board],
    queryFn: ({ pageParam }) => call('posts', { community, board, before: pageParam, limit: PAGE_SIZE }),
    initialPageParam: null,
    getNextPageParam: (last) => last.next,
  })

/** The posts kept on top of one board, or of any (null). */
export const pinsQuery = (community: string, board: string | null) =>
  nodeQuery(['posts', community, board, 'pins'], 'post_pins', { community, board })

/** A post with its comments. */
export const threadQuery = (community: string, post: string) =>
  nodeQuery(['thread', community, post], 'thread', { community, post })

export const useMarkRead = () => useNodeMutation('mark_read', ({ community }) => [['unread', community]])

export const useBoardCreate = () =>
  useNodeMutation('board_create', ({ community }) => [['boards', community]])

export const useBoardMute = () => useNodeMutation('board_mute', ({ community }) => [['boards', community]])

/** Writes a post; once it is written, its page has it without asking. */
export function usePostWrite(): NodeMutation<'post_write'> {
  const queries = useQueryClient()
  return useMutation<Post, NodeFailure, PostWrite>({
    mutationFn: (input) => call('post_write', input),
    meta: { command: 'post_write' },
    onSuccess: (post, { community, board }) => {
      queries.setQueryData(threadQuery(community, post.id).queryKey, { post, comments: [] })
      void forget(queries, [['posts', community, board]])
    },
  })
}

export const usePostEdit = () =>
  useNodeMutation('post_edit', ({ community, post }) => [['thread', community, post]])

export const usePostDelete = () =>
  useNodeMutation('post_delete', ({ community, post }) => [['thread', community, post]])

export const usePostReact = () =>
  useNodeMutation('post_react', ({ community, post }) => [['thread', community, post]])

/** Puts a comment that was written at the end of its thread. */
export function keepComment(queries: QueryClient, community: string, comment: Comment): void {
  queries.setQueryData(threadQuery(community, comment.post).queryKey, (old) =>
    !old || old.comments.some((one) => one.id === comment.id)
      ? old
      : { ...old, comments: [...old.comments, comment] },
  )
  void forget(queries, [['thread', community, comment.post]])
}

/** What can be done with a comment under a post. */
export const useCommentChanges = (): CommentChanges => ({
  edit: useNodeMutation('comment_edit', ({ community, post }) => [['thread', community, post]]),
  remove: useNodeMutation('comment_delete', ({ community, post }) => [['thread', community, post]]),
  react: useNodeMutation('comment_react', ({ community, post }) => [['thread', community, post]]),
})

/** Who has read a post, and who has not. */
export const readersQuery = (community: string, post: string) =>
  nodeQuery(['thread', community, post, 'readers'], 'post_readers', { community, post })

export const useAcknowledge = () =>
  useNodeMutation('post_acknowledge', ({ community, post }) => [['thread', community, post]])

export const useAnswerAccept = () =>
  useNodeMutation('answer_accept', ({ community, post }) => [['thread', community, post]])

export const usePostClose = () =>
  useNodeMutation('post_close', ({ community, post }) => [['thread', community, post]])

export const usePostPin = () =>
  useNodeMutation('post_pin', ({ community, post }) => [['thread', community, post]])
