/** The road of the headless node: `POST /api/rpc/{command}` and the WebSocket `/api/events`, on the page's own host. */
import type { Notice } from '@/generated/bindings'
import { NodeFailure } from './failure'
import type { Listener, Transport } from './transport'

/** First wait before the stream is opened again, in ms; it doubles up to `MAX_WAIT_MS`. */
const FIRST_WAIT_MS = 500
const MAX_WAIT_MS = 15_000
const TOKEN_PLACE = 'afo.token'
/** Browsers let drafts of at most 64 KiB together outlive their page; a draft is shorter than this many bytes, or goes with it. */
const MAX_OUTLIVING_BYTES = 32 * 1024

/** What the transport needs of the browser; tests hand in their own. */
export interface Browser {
  fetch: typeof fetch
  openSocket(url: string, protocols: string[]): WebSocket
  origin: string
  token: string
}

/** Returns the transport to the node that served the page. */
export function httpTransport(browser: Browser = thisBrowser()): Transport {
  return {
    async call(command, input) {
      const body = JSON.stringify(input)
      const response = await browser
        .fetch(`${browser.origin}/api/rpc/${command}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${browser.token}` },
          body,
          // What was typed last is told while the page goes.
          keepalive: command === 'draft_set' && new Blob([body]).size <= MAX_OUTLIVING_BYTES,
        })
        .catch((cause: unknown) => Promise.reject(NodeFailure.from(cause)))
      const answer: unknown = await response.json().catch(() => null)
      if (!response.ok || answer === null) throw NodeFailure.from(answer ?? response.statusText)
      return answer as never
    },
    // A page without its key is told so by its first question; a socket would not even open.
    subscribe: (listener) => (browser.token === '' ? () => {} : follow(browser, listener)),
  }
}

/** Keeps a socket open and tells the listener; waits longer after each failure. */
function follow(browser: Browser, listener: Listener): () => void {
  const url = `${browser.origin.replace(/^http/, 'ws')}/api/events`
  let socket: WebSocket | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let wait = FIRST_WAIT_MS
  let stopped = false
  const open = () => {
    socket = browser.openSocket(url, ['afo', browser.token])
    socket.onopen = () => {
      wait = FIRST_WAIT_MS
      listener.opened()
    }
    socket.onmessage = (message: MessageEvent<string>) => listener.notice(JSON.parse(message.data) as Notice)
    socket.onclose = () => {
      if (stopped) return
      listener.lost()
      timer = setTimeout(open, wait)
      wait = Math.min(wait * 2, MAX_WAIT_MS)
    }
  }
  open()
  return () => {
    stopped = true
    clearTimeout(timer)
    socket?.close()
  }
}

/** Reads the token from `#token=…`, keeps it for this tab and takes it out of the address. */
function thisBrowser(): Browser {
  const fragment = new URLSearchParams(location.hash.slice(1))
  const given = fragment.get('token')
  if (given) {
    sessionStorage.setItem(TOKEN_PLACE, given)
    fragment.delete('token')
    const rest = fragment.toString()
    history.replaceState(history.state, '', location.pathname + location.search + (rest ? `#${rest}` : ''))
  }
  return {
    fetch: (...args) => fetch(...args),
    openSocket: (url, protocols) => new WebSocket(url, protocols),
    origin: location.origin,
    token: sessionStorage.getItem(TOKEN_PLACE) ?? '',
  }
}
