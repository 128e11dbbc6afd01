/** A node made of memory: answers every command with believable data. For tests and `npm run dev:fake`. */
import type { NodeError } from '@/generated/bindings'
import { NodeFailure } from '@/node/failure'
import type { Command, Input, Output, Transport } from '@/node/transport'
import { fakeAgenda } from './fake-agenda'
import { fakeBoards } from './fake-boards'
import { fakeChat } from './fake-chat'
import { FakeDesk, type Handlers } from './fake-desk'
import { fakeDoors } from './fake-doors'
import { fakeGroups } from './fake-groups'
import { fakeOwn } from './fake-own'
import { fakePeople } from './fake-people'
import { emptyWorld, type World } from './world'

/** What asks for a name first, of who came to look around. */
const WRITES: ReadonlySet<Command> = new Set<Command>([
  'message_write',
  'message_react',
  'post_write',
  'rsvp_set',
  'group_create',
  'group_join',
])

export interface FakeOptions {
  world?: World
  /** Every command fails with this error, except those in `working`. */
  failing?: NodeError
  /** Commands that never answer. */
  hanging?: readonly Command[]
  /** How long an answer takes, in ms. */
  delayMs?: number
  now?: () => number
}

/** A node made of memory. `calls` tells what was asked of it. */
export class FakeNode extends FakeDesk implements Transport {
  readonly calls: { command: Command; input: unknown }[] = []
  private readonly options: FakeOptions
  private readonly handlers: Handlers

  constructor(options: FakeOptions = {}) {
    super(options.world ?? emptyWorld(), options.now ?? Date.now)
    this.options = options
    this.handlers = {
      ...fakeDoors(this),
      ...fakeOwn(this),
      ...fakePeople(this),
      ...fakeGroups(this),
      ...fakeChat(this),
      ...fakeBoards(this),
      ...fakeAgenda(this),
    }
  }

  async call<C extends Command>(command: C, input: Input<C>): Promise<Output<C>> {
    this.calls.push({ command, input })
    if (this.options.hanging?.includes(command)) return new Promise(() => {})
    await new Promise((resolve) => setTimeout(resolve, this.options.delayMs ?? 0))
    const always = command === 'settings_get' || command === 'status' || command === 'communities'
    if (this.options.failing && !always) throw new NodeFailure(this.options.failing)
    if (WRITES.has(command) && 'community' in input && this.isNameless(input.community)) {
      throw new NodeFailure({ code: 'nameless', message: 'No name was given yet.' })
    }
    const handler = this.handlers[command]
    if (!handler) throw new NodeFailure({ code: 'unknown_command', message: command })
    return structuredClone(handler(input))
  }
}
