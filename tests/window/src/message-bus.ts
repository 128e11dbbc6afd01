/** The little of D-Bus (specification 0.42, little-endian) that a notification server of a test needs. */
import { createConnection, type Socket } from 'node:net'
import { once } from 'node:events'

/** A message as it arrived; `body` reads its arguments. */
export type Message = { type: number; serial: number; member: string; sender: string; body: Reader }

/** The kinds of messages. */
export const CALL = 1
export const RETURN = 2
export const SIGNAL = 4

/** Header fields, by number, with the type of their value. */
const FIELDS = { path: [1, 'o'], interface: [2, 's'], member: [3, 's'], reply: [5, 'u'], destination: [6, 's'], signature: [8, 'g'] } as const
/** Length of the part of a header that never changes, its array's length included. */
const FIXED = 16

/** What a message says about itself. */
export type Header = { [name in keyof typeof FIELDS]?: string | number }

/** A connection to the session's bus. */
export class MessageBus {
  readonly #socket: Socket
  #serial = 0
  #received = Buffer.alloc(0)

  private constructor(socket: Socket, heard: (message: Message) => void) {
    this.#socket = socket
    socket.on('data', (bytes) => {
      this.#received = Buffer.concat([this.#received, bytes])
      for (let message = this.#take(); message; message = this.#take()) heard(message)
    })
  }

  /** Connects to the bus of `DBUS_SESSION_BUS_ADDRESS` and calls `heard` with what arrives. */
  static async open(heard: (message: Message) => void): Promise<MessageBus> {
    const found = /unix:(path|abstract)=([^,;]+)/.exec(process.env.DBUS_SESSION_BUS_ADDRESS ?? '')
    if (!found) throw new Error('run this suite by scripts/test.sh window: it needs a bus of its own')
    const socket = createConnection((found[1] === 'abstract' ? '\0' : '') + (found[2] ?? ''))
    await once(socket, 'connect')
    const user = Buffer.from(String(process.getuid?.() ?? 0)).toString('hex')
    socket.write(`\0AUTH EXTERNAL ${user}\r\n`)
    const [answer] = (await once(socket, 'data')) as [Buffer]
    if (!answer.toString().startsWith('OK')) throw new Error(`the bus refuses: ${answer}`)
    socket.write('BEGIN\r\n')
    const bus = new MessageBus(socket, heard)
    bus.#ask('Hello', '', () => {})
    return bus
  }

  /** Takes a name that others call. */
  own(name: string): void {
    this.#ask('RequestName', 'su', (body) => body.string(name).number(0))
  }

  /** Sends a message. */
  send(type: number, header: Header, write: (body: Writer) => void = () => {}): void {
    const body = new Writer()
    write(body)
    this.#serial += 1
    const message = new Writer()
    message.bytes([0x6c, type, 0, 1]).number(body.length).number(this.#serial)
    const fields = new Writer()
    for (const name of Object.keys(header) as (keyof Header)[]) {
      const [number, type] = FIELDS[name]
      fields.align(8).bytes([number]).signature(type)
      const value = header[name] ?? ''
      if (typeof value === 'number') fields.number(value)
      else if (type === 'g') fields.signature(value)
      else fields.string(value)
    }
    // The array begins at 16, so that its own places are right.
    message.number(fields.length).append(fields).align(8).append(body)
    this.#socket.write(message.buffer())
  }

  close(): void {
    this.#socket.destroy()
  }

  #ask(member: string, signature: string, write: (body: Writer) => void): void {
    const name = 'org.freedesktop.DBus'
    const header: Header = { path: '/org/freedesktop/DBus', interface: name, member, destination: name }
    this.send(CALL, signature ? { ...header, signature } : header, write)
  }

  #take(): Message | undefined {
    const bytes = this.#received
    if (bytes.length < FIXED) return undefined
    const bodyStart = (FIXED + bytes.readUInt32LE(12) + 7) & ~7
    const end = bodyStart + bytes.readUInt32LE(4)
    if (bytes.length < end) return undefined
    this.#received = bytes.subarray(end)
    const header = new Reader(bytes.subarray(0, bodyStart), FIXED)
    const message = { type: bytes[1] ?? 0, serial: bytes.readUInt32LE(8), member: '', sender: '' }
    while (header.align(8).place < FIXED + bytes.readUInt32LE(12)) {
      const field = header.byte()
      const type = header.signature()
      const value = type === 'u' ? String(header.number()) : type === 'g' ? header.signature() : header.string()
      if (field === 3) message.member = value
      if (field === 7) message.sender = value
    }
    return { ...message, body: new Reader(bytes.subarray(bodyStart, end), 0) }
  }
}

/** Reads values one after the other. */
export class Reader {
  readonly #bytes: Buffer
  place: number

  constructor(bytes: Buffer, place: number) {
    this.#bytes = bytes
    this.place = place
  }

  align(to: number): this {
    this.place = Math.ceil(this.place / to) * to
    return this
  }

  byte(): number {
    this.place += 1
    return this.#bytes[this.place - 1] ?? 0
  }

  number(): number {
    this.align(4).place += 4
    return this.#bytes.readUInt32LE(this.place - 4)
  }

  string(): string {
    return this.#text(this.number())
  }

  signature(): string {
    return this.#text(this.byte())
  }

  strings(): string[] {
    const end = this.number() + this.place
    const found: string[] = []
    while (this.place < end) found.push(this.string())
    return found
  }

  #text(length: number): string {
    const text = this.#bytes.toString('utf8', this.place, this.place + length)
    this.place += length + 1
    return text
  }
}

/** Writes values one after the other. */
export class Writer {
  readonly #bytes: number[] = []

  get length(): number {
    return this.#bytes.length
  }

  bytes(values: Iterable<number>): this {
    this.#bytes.push(...values)
    return this
  }

  align(to: number): this {
    while (this.length % to !== 0) this.#bytes.push(0)
    return this
  }

  number(value: number): this {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32LE(value)
    return this.align(4).bytes(bytes)
  }

  string(text: string): this {
    const bytes = Buffer.from(text)
    return this.number(bytes.length).bytes(bytes).bytes([0])
  }

  signature(text: string): this {
    return this.bytes([text.length]).bytes(Buffer.from(text)).bytes([0])
  }

  append(other: Writer): this {
    return this.bytes(other.#bytes)
  }

  buffer(): Buffer {
    return Buffer.from(this.#bytes)
  }
}
