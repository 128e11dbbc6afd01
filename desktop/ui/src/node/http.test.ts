import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Browser, httpTransport } from './http'
import type { Listener } from './transport'

class FakeSocket {
  onopen: (() => void) | null = null
  onmessage: ((message: { data: string }) => void) | null = null
  onclose: (() => void) | null = null
  closed = false
  constructor(
    readonly url: string,
    readonly protocols: string[],
  ) {}
  close() {
    this.closed = true
    this.onclose?.()
  }
}

function fakeBrowser(answer?: Response) {
  const sockets: FakeSocket[] = []
  const fetched: [string, RequestInit][] = []
  const browser: Browser = {
    origin: 'http://127.0.0.1:4599',
    token: 'secret',
    fetch: async (url, init) => {
      fetched.push([String(url), init ?? {}])
      if (!answer) throw new TypeError('connection refused')
      return answer
    },
    openSocket: (url, protocols) => {
      const socket = new FakeSocket(url, protocols)
      sockets.push(socket)
      return socket as unknown as WebSocket
    },
  }
  return { browser, sockets, fetched }
}

const listener = () => ({ notice: vi.fn(), opened: vi.fn(), lost: vi.fn() }) satisfies Listener

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('a call carries the token and gives back the output', async () => {
  const { browser, fetched } = fakeBrowser(Response.json({ items: [], next: null }))
  const output = await httpTransport(browser).call('communities', {})
  expect(output).toEqual({ items: [], next: null })
  const [url, init] = fetched[0] ?? []
  expect(url).toBe('http://127.0.0.1:4599/api/rpc/communities')
  expect(init?.method).toBe('POST')
  expect(new Headers(init?.headers).get('authorization')).toBe('Bearer secret')
})

test('a draft outlives its page, unless it is longer than a browser lets live', async () => {
  const { browser, fetched } = fakeBrowser(new Response('{}'))
  const node = httpTransport({ ...browser, fetch: async (...of) => (await browser.fetch(...of)).clone() })
  const draft = { community: 'c', place: 'p', text: 'Qui a vu mon ch' }
  await node.call('draft_set', draft)
  await node.call('draft_set', { ...draft, text: 'é'.repeat(20_000) })
  await node.call('settings_get', {})
  expect(fetched.map(([, init]) => init.keepalive)).toEqual([true, false, false])
})

test('a refusal of the node keeps its code', async () => {
  const { browser } = fakeBrowser(Response.json({ code: 'disk_full', message: 'full' }, { status: 503 }))
  await expect(httpTransport(browser).call('communities', {})).rejects.toMatchObject({ code: 'disk_full' })
})

test('a node that is not there is a failure with words', async () => {
  const { browser } = fakeBrowser()
  await expect(httpTransport(browser).call('communities', {})).rejects.toMatchObject({ code: 'no_answer' })
})

test('an answer that is no JSON is a failure with words', async () => {
  const { browser } = fakeBrowser(new Response('<html>', { status: 502 }))
  await expect(httpTransport(browser).call('communities', {})).rejects.toMatchObject({ code: 'no_answer' })
})

test('the stream names its token and hands over notices', () => {
  const { browser, sockets } = fakeBrowser()
  const heard = listener()
  httpTransport(browser).subscribe(heard)
  expect(sockets[0]?.url).toBe('ws://127.0.0.1:4599/api/events')
  expect(sockets[0]?.protocols).toEqual(['afo', 'secret'])
  sockets[0]?.onopen?.()
  sockets[0]?.onmessage?.({ data: '{"type":"status","seq":1,"connected":2}' })
  expect(heard.opened).toHaveBeenCalledOnce()
  expect(heard.notice).toHaveBeenCalledWith({ type: 'status', seq: 1, connected: 2 })
})

test('a broken stream is opened again, after longer and longer waits', () => {
  const { browser, sockets } = fakeBrowser()
  const heard = listener()
  httpTransport(browser).subscribe(heard)
  const waits = [500, 1000, 2000, 4000, 8000, 15_000, 15_000]
  waits.forEach((wait, index) => {
    sockets[index]?.onclose?.()
    vi.advanceTimersByTime(wait - 1)
    expect(sockets).toHaveLength(index + 1)
    vi.advanceTimersByTime(1)
    expect(sockets).toHaveLength(index + 2)
  })
  expect(heard.lost).toHaveBeenCalledTimes(waits.length)
  sockets.at(-1)?.onopen?.()
  sockets.at(-1)?.onclose?.()
  vi.advanceTimersByTime(500)
  expect(sockets, 'after a success the first wait is short again').toHaveLength(waits.length + 2)
})

test('a stream that was left stays closed', () => {
  const { browser, sockets } = fakeBrowser()
  const heard = listener()
  httpTransport(browser).subscribe(heard)()
  vi.advanceTimersByTime(60_000)
  expect(sockets).toHaveLength(1)
  expect(sockets[0]?.closed).toBe(true)
  expect(heard.lost).not.toHaveBeenCalled()
})
