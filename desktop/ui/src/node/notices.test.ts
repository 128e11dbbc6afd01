import { QueryClient } from '@tanstack/react-query'
import { beforeEach, expect, test } from 'vitest'
import type { Subject } from '@/generated/bindings'
import { followNotices } from './notices'
import type { Listener, Transport } from './transport'

let queries: QueryClient
let stream: Listener

const stale = (...key: (string | null)[]) => queries.getQueryState(key)?.isInvalidated
const known = (...key: (string | null)[]) => queries.getQueryState(key) !== undefined

beforeEach(() => {
  queries = new QueryClient()
  const keys = [
    ['status'],
    ['communities'],
    ['rooms', 'c1'],
    ['rooms', 'c2'],
    ['messages', 'c1', 'r1'],
    ['messages', 'c1', 'r2'],
    ['posts', 'c1', null],
    ['thread', 'c1', 't1'],
  ]
  for (const key of keys) queries.setQueryData(key, {})
  const transport: Transport = {
    call: () => Promise.reject(new Error('not asked')),
    subscribe: (listener) => {
      stream = listener
      return () => {}
    },
  }
  followNotices(queries, transport)
  stream.opened()
})

const changed = (seq: number, ...subjects: Subject[]) => stream.notice({ type: 'changed', seq, subjects })

test('a subject makes stale what shows it, and nothing else', () => {
  changed(1, ['messages', 'c1', 'r1'])
  expect(stale('messages', 'c1', 'r1')).toBe(true)
  expect(stale('rooms', 'c1'), 'the list of rooms shows the newest message').toBe(true)
  expect(stale('messages', 'c1', 'r2')).toBe(false)
  expect(stale('rooms', 'c2')).toBe(false)
})

test('a thread makes the lists of posts stale too', () => {
  changed(1, ['thread', 'c1', 't1'])
  expect(stale('thread', 'c1', 't1')).toBe(true)
  expect(stale('posts', 'c1', null)).toBe(true)
})

test('"all" drops every cache', () => {
  changed(1, ['all'])
  expect(known('messages', 'c1', 'r1')).toBe(false)
  expect(known('communities')).toBe(false)
})

test('frames in a row drop nothing', () => {
  changed(7, ['rooms', 'c2'])
  changed(8, ['rooms', 'c2'])
  stream.notice({ type: 'status', seq: 9, connected: 1 })
  expect(known('messages', 'c1', 'r1')).toBe(true)
  expect(stale('messages', 'c1', 'r1')).toBe(false)
  expect(stale('status')).toBe(true)
})

test('a gap in the numbers drops every cache', () => {
  changed(7, ['rooms', 'c2'])
  changed(9, ['rooms', 'c2'])
  expect(known('messages', 'c1', 'r1')).toBe(false)
})

test('a stream that begins anew drops every cache, and its numbers may begin anew', () => {
  changed(7, ['rooms', 'c2'])
  stream.lost()
  expect(known('messages', 'c1', 'r1'), 'what is known stays while nobody answers').toBe(true)
  stream.opened()
  expect(known('messages', 'c1', 'r1')).toBe(false)
  queries.setQueryData(['rooms', 'c1'], {})
  changed(1, ['rooms', 'c2'])
  expect(known('rooms', 'c1')).toBe(true)
})
