/** The door to Rust: one interface, two roads (window and HTTP), and a third for tests. */
import { NodeFailure } from './failure'
import { httpTransport } from './http'
import { isWindow } from './shell'
import { tauriTransport } from './tauri'
import type { Command, Input, Output, Transport } from './transport'

let chosen: Transport | undefined

/** Puts a transport of the caller's choice in place; tests and the demonstration use it. */
export function setTransport(transport: Transport): void {
  chosen = transport
}

/** Returns the transport: the window's where there is one, else HTTP to where the page came from. */
export function transport(): Transport {
  chosen ??= isWindow() ? tauriTransport() : httpTransport()
  return chosen
}

/** Asks the person's name in a community; true once it is given. */
export type AskName = (community: string) => Promise<boolean>

let askName: AskName | undefined

/** Says who asks for a name that a command needs; returns how to take it back. */
export function setAskName(ask: AskName): () => void {
  askName = ask
  return () => {
    if (askName === ask) askName = undefined
  }
}

/** Asks the person's name at once; false where nobody asks, or it was not given. */
export const nameAsked = async (community: string) => (await askName?.(community)) ?? false

/**
 * Calls a command of the node. Who looks around without a name is asked for it where they first write, and the command
 * is then done; where they rather not say it, it fails with `nameless`.
 */
export async function call<C extends Command>(command: C, input: Input<C>): Promise<Output<C>> {
  try {
    return await transport().call(command, input)
  } catch (cause) {
    const nameless = cause instanceof NodeFailure && cause.code === 'nameless'
    const community = 'community' in input ? input.community : undefined
    if (!nameless || !askName || typeof community !== 'string' || !(await askName(community))) throw cause
    return transport().call(command, input)
  }
}
