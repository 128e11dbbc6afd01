import type { ReactNode } from 'react'
import type { NodeFailure } from '@/node/failure'
import { Failure } from './failure'
import { Loading } from './loading'

type Asked<T> = {
  data: T | undefined
  error: NodeFailure | null
  refetch: () => unknown
}

type Props<T> = {
  query: Asked<T>
  /** Shown instead of the children where the data is empty. */
  empty?: { when: (data: T) => boolean; show: ReactNode }
  children: (data: T) => ReactNode
}

/** Shows a query's data, or its loading, failed or empty look. Old data stays on screen while new data is asked. */
export function Loaded<T>({ query, empty, children }: Props<T>) {
  if (query.data !== undefined) return empty?.when(query.data) ? empty.show : children(query.data)
  if (query.error) return <Failure error={query.error} retry={() => void query.refetch()} />
  return <Loading />
}
