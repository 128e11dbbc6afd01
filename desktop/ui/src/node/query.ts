/** How features ask the node and change things in it. */
import {
  type QueryKey,
  queryOptions,
  type UseMutationResult,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import type { Subject } from '@/generated/bindings'
import { call } from './door'
import type { NodeFailure } from './failure'
import { forget } from './notices'
import type { Command, Input, Output } from './transport'

/** Returns a query of one command. `key` begins with the subject it shows (`keys.ts`). */
export function nodeQuery<C extends Command>(key: QueryKey, command: C, input: Input<C>) {
  return queryOptions<Output<C>, NodeFailure>({ queryKey: key, queryFn: () => call(command, input) })
}

/** A change that a screen can ask for. */
export type NodeMutation<C extends Command> = UseMutationResult<Output<C>, NodeFailure, Input<C>>

/**
 * Returns a mutation of one command. A write answers when it is durable; then `touches` names what is stale, so that
 * the screen is right even before the node's own notice arrives.
 */
export function useNodeMutation<C extends Command>(
  command: C,
  touches: (input: Input<C>, output: Output<C>) => Subject[],
): NodeMutation<C> {
  const queries = useQueryClient()
  return useMutation<Output<C>, NodeFailure, Input<C>>({
    mutationFn: (input) => call(command, input),
    meta: { command },
    onSuccess: (output, input) => forget(queries, touches(input, output)),
  })
}

/**
 * Returns how to ask whether a command is under way. Unlike `isPending` it is true at once, and not only after the next
 * drawing: the second press of a fast double click comes before that.
 */
export function useUnderWay(command: Command): () => boolean {
  const queries = useQueryClient()
  return () => queries.isMutating({ predicate: ({ meta }) => meta?.command === command }) > 0
}
