import type { Commands, Notice } from '@/generated/bindings'

export type Command = keyof Commands
export type Input<C extends Command> = Commands[C]['input']
export type Output<C extends Command> = Commands[C]['output']

/** How a screen talks to the node. */
export interface Transport {
  /** Calls a command. Rejects with a `NodeFailure`, never with anything else. */
  call<C extends Command>(command: C, input: Input<C>): Promise<Output<C>>
  /** Follows the stream of notices until the returned function is called. */
  subscribe(listener: Listener): () => void
}

/** Hears the stream of notices. */
export interface Listener {
  /** A frame arrived. */
  notice(notice: Notice): void
  /** The stream begins anew; what was missed meanwhile is unknown. */
  opened(): void
  /** The stream broke off; it is being opened again. */
  lost(): void
}
