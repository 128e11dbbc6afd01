/** The road inside the desktop window: one Tauri command, one channel. */
import type { Notice } from '@/generated/bindings'
import { NodeFailure } from './failure'
import type { Listener, Transport } from './transport'

/** Returns the transport of the desktop window. */
export function tauriTransport(): Transport {
  const core = import('@tauri-apps/api/core')
  return {
    async call(command, input) {
      const { invoke } = await core
      try {
        return await invoke('rpc', { command, input })
      } catch (cause) {
        throw NodeFailure.from(cause)
      }
    },
    subscribe(listener: Listener) {
      let stop = () => {}
      let stopped = false
      void core.then(async ({ invoke, Channel }) => {
        if (stopped) return
        const channel = new Channel<Notice>()
        channel.onmessage = (notice) => {
          if (!stopped) listener.notice(notice)
        }
        stop = () => void invoke('unsubscribe', { id: channel.id })
        listener.opened()
        await invoke('subscribe', { channel }).catch(() => listener.lost())
      })
      return () => {
        stopped = true
        stop()
      }
    },
  }
}
