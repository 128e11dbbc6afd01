/** The door to Rust: one interface, two roads (window and HTTP), and a third for tests. */
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

/** Calls a command of the node. */
export function call<C extends Command>(command: C, input: Input<C>): Promise<Output<C>> {
  return transport().call(command, input)
}
