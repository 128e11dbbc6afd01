/** The rooms of the believable neighbourhood, with what was said in them. */
import type { Message } from '@/generated/bindings'
import type { SeedWords as Words } from './seed-text'
import { DAY, HOUR, MINUTE } from './seed-time'
import { person, type World } from './world'

/** Fills the rooms. `now`: ms since 1970. */
export function seedRooms(world: World, words: Words, now: number) {
  world.rooms.c0 = words.rooms.map((room, index) => ({
    id: `r${index}`,
    name: room.name,
    purpose: room.purpose,
    unread: index === 0 ? 2 : index === 2 ? 1 : 0,
    last: null,
    muted: false,
  }))
  for (const room of world.rooms.c0) world.messages[room.id] = []
  const write = (room: string, who: number, time: number, text: string, more: Partial<Message> = {}) => {
    const author = person(world, who)
    const list = world.messages[room] ?? []
    list.push({
      id: `${room}-m${list.length}`,
      room,
      author: author.person,
      author_name: author.name,
      color: author.color,
      time_ms: time,
      text,
      edited: false,
      deleted: false,
      reply_to: null,
      topic: null,
      mentions: [],
      reactions: [],
      mine: author.mine,
      copies: 2,
      provisional: false,
      ...more,
    })
  }
  for (let n = 0; n < 180; n += 1) {
    const line = words.smallTalk[n % words.smallTalk.length] ?? ''
    write('r0', n % 6, now - 40 * DAY + n * 5 * HOUR, line)
  }
  for (const line of words.talk) {
    const reply = line.reply === undefined ? undefined : world.messages.r0?.at(line.reply)
    write('r0', line.who, now - line.minutesAgo * MINUTE, line.text, {
      edited: line.edited ?? false,
      deleted: line.deleted ?? false,
      copies: line.copies ?? 2,
      provisional: line.provisional ?? false,
      reactions: (line.reactions ?? []).map(([emoji, people]) => ({
        emoji,
        people: people.map((index) => person(world, index).name),
        mine: people.includes(0),
      })),
      reply_to: reply
        ? { id: reply.id, author_name: reply.author_name, snippet: reply.text.slice(0, 120) }
        : null,
    })
  }
  words.rooms.slice(1).forEach((room, index) => {
    room.lines.forEach((text, place) => {
      write(
        `r${index + 1}`,
        (place * 2 + index + 1) % 6,
        now - (room.lines.length - place) * 7 * HOUR - index * DAY,
        text,
      )
    })
  })
  for (const room of world.rooms.c0) {
    const last = world.messages[room.id]?.at(-1)
    if (last)
      room.last = { author_name: last.author_name, snippet: last.text.slice(0, 100), time_ms: last.time_ms }
  }
  for (const community of world.communities.slice(1)) {
    const id = `${community.id}-r0`
    world.rooms[community.id] = [
      { id, name: words.rooms[0]?.name ?? '', purpose: '', unread: 0, last: null, muted: false },
    ]
    world.messages[id] = []
  }
}
