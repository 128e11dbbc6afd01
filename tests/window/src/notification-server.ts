/** Shows nothing and remembers all: what a desktop does with notifications (Desktop Notifications Specification 1.2). */
import { CALL, MessageBus, RETURN, SIGNAL } from './message-bus.ts'
import { within } from './window.ts'

const NAME = 'org.freedesktop.Notifications'
const PATH = '/org/freedesktop/Notifications'

/** What was to be shown. `actions`: names and words in turn. */
export type Shown = { id: number; title: string; text: string; actions: string[] }

/** A notification server on the bus of the tests. */
export class NotificationServer {
  readonly shown: Shown[] = []
  #bus: MessageBus | undefined

  static async start(): Promise<NotificationServer> {
    const server = new NotificationServer()
    const bus = await MessageBus.open(({ type, serial, member, sender, body }) => {
      if (type !== CALL || member !== 'Notify') return
      body.string()
      body.number()
      body.string()
      const id = server.shown.length + 1
      server.shown.push({ id, title: body.string(), text: body.string(), actions: body.strings() })
      bus.send(RETURN, { reply: serial, destination: sender, signature: 'u' }, (answer) => answer.number(id))
    })
    bus.own(NAME)
    server.#bus = bus
    return server
  }

  /** Waits until something was to be shown whose title holds this text. */
  async waitFor(title: string): Promise<Shown> {
    let found: Shown | undefined
    await within(`a notification about “${title}”`, async () => {
      found = this.shown.find((one) => one.title.includes(title))
      return found !== undefined
    })
    return found as Shown
  }

  /** Clicks on what was shown. */
  click({ id }: Shown): void {
    const header = { path: PATH, interface: NAME, member: 'ActionInvoked', signature: 'us' }
    this.#bus?.send(SIGNAL, header, (body) => body.number(id).string('default'))
  }

  stop(): void {
    this.#bus?.close()
  }
}
