/** Turns notices of the node into stale queries, so that screens ask again. */
import type { QueryClient } from '@tanstack/react-query'
import type { Notice, Subject } from '@/generated/bindings'
import { affectedKeys } from './keys'
import type { Transport } from './transport'

/** Follows the node's notices for as long as the app runs. Returns a function that stops. */
export function followNotices(queries: QueryClient, transport: Transport): () => void {
  let last: number | undefined
  let opened = false
  return transport.subscribe({
    opened() {
      last = undefined
      if (opened) dropAll(queries)
      opened = true
    },
    lost() {
      void queries.invalidateQueries({ queryKey: ['status'] })
    },
    notice(notice: Notice) {
      const missed = last !== undefined && notice.seq !== last + 1
      last = notice.seq
      if (missed) dropAll(queries)
      else if (notice.type === 'status') void queries.invalidateQueries({ queryKey: ['status'] })
      else if (notice.type === 'changed') forget(queries, notice.subjects)
    },
  })
}

/** Marks as stale whatever shows one of these subjects; what is on screen is asked again at once. */
export function forget(queries: QueryClient, subjects: Subject[]): Promise<unknown> {
  const keys = subjects.flatMap(affectedKeys)
  if (keys.some((key) => key.length === 0)) return dropAll(queries)
  return Promise.all(keys.map((queryKey) => queries.invalidateQueries({ queryKey })))
}

/** Drops every cache: nothing that is known is sure any more. */
function dropAll(queries: QueryClient): Promise<unknown> {
  queries.removeQueries({ type: 'inactive' })
  return queries.invalidateQueries()
}
