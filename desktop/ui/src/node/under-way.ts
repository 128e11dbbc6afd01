/** What was just written and is not on the disk of this machine yet: shown at once, taken back where the node refuses. */
import { type QueryClient, useMutation, useMutationState, useQueryClient } from '@tanstack/react-query'
import { call } from './door'
import type { NodeFailure } from './failure'
import type { Command, Input, Output } from './transport'

/** One write that is under way. */
export type UnderWay<C extends Command> = {
  /** Names it among all of this run. */
  key: string
  input: Input<C>
  /** When it was sent, ms since 1970. */
  at_ms: number
}

type Options<C extends Command> = {
  /** Puts what the node answered into the caches, so that it stays on screen; runs in the moment it is no longer under way. */
  keep: (queries: QueryClient, output: Output<C>, sent: UnderWay<C>) => void
  /** The node refused: the text must go back to where it was written. Also called after the screen was left. */
  refused: (sent: UnderWay<C>, error: NodeFailure) => void
}

let sentSoFar = 0

const place = (command: Command, ids: readonly string[]) => [command, ...ids]

/**
 * Returns how to send one thing after the other; what is sent is listed by `useUnderWay` from the next frame on.
 *
 * - `ids`: where it is written: community, then room, board or post. Writes of one place keep their order.
 */
export function useSend<C extends Command>(command: C, ids: readonly string[], options: Options<C>) {
  const queries = useQueryClient()
  const { mutate } = useMutation<Output<C>, NodeFailure, UnderWay<C>>({
    mutationKey: place(command, ids),
    scope: { id: place(command, ids).join('/') },
    mutationFn: ({ input }) => call(command, input),
    meta: { command },
    onSuccess: (output, sent) => options.keep(queries, output, sent),
    onError: (error, sent) => options.refused(sent, error),
  })
  return (input: Input<C>) => {
    sentSoFar += 1
    mutate({ key: `under-way-${sentSoFar}`, input, at_ms: Date.now() })
  }
}

/** Returns what is under way in a place, oldest first. */
export function useUnderWay<C extends Command>(command: C, ids: readonly string[]): UnderWay<C>[] {
  return useMutationState({
    filters: { mutationKey: place(command, ids), status: 'pending' },
    select: (mutation) => mutation.state.variables as UnderWay<C>,
  })
}
