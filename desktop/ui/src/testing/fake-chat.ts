/** Rooms and messages of the fake node. */
import type { FakeDesk, Handlers } from './fake-desk'
import { found, page, stretch } from './fake-pages'
import { topicCommands } from './fake-topics'

/** Returns the commands. */
export const fakeChat = (desk: FakeDesk): Handlers => ({
  rooms: ({ community }) => page(desk.world.rooms[community] ?? []),
  room_create: ({ community, name, purpose }) => {
    const room = { id: desk.id('r'), name, purpose, unread: 0, last: null, muted: false }
    desk.world.rooms[community]?.push(room)
    desk.world.messages[room.id] = []
    desk.changed(['rooms', community])
    return room
  },
  messages: ({ room, limit, topic, ...from }) => {
    const all = desk.world.messages[room] ?? []
    return stretch(topic ? all.filter((message) => message.topic?.id === topic) : all, from, limit)
  },
  ...topicCommands(
    () => desk.world,
    (room, title, community) => {
      const me = desk.me(community)
      const opener = desk.newMessage(room, me.person, me.name, me.color, '', true)
      opener.topic = { id: opener.id, title, resolved: false, opens: true }
      desk.world.messages[room]?.push(opener)
      return opener
    },
    (community, room) => desk.changed(['messages', community, room]),
  ),
  room_pins: ({ room }) =>
    page((desk.world.messages[room] ?? []).filter((message) => desk.world.pinned.has(message.id)).reverse()),
  message_pin: ({ community, room, message, pinned }) => {
    if (pinned) desk.world.pinned.add(message)
    else desk.world.pinned.delete(message)
    desk.changed(['messages', community, room])
    return desk.message(room, message)
  },
  message_write: ({ community, room, text, reply_to, mentions, topic }) => {
    const me = desk.me(community)
    const answered = reply_to ? desk.message(room, reply_to) : undefined
    const message = desk.newMessage(room, me.person, me.name, me.color, text, true)
    message.mentions = mentions
    const opener = topic ? desk.message(room, topic) : undefined
    if (opener?.topic) message.topic = { ...opener.topic, opens: false }
    if (answered)
      message.reply_to = { id: answered.id, author_name: answered.author_name, snippet: answered.text }
    desk.world.messages[room]?.push(message)
    desk.touchRoom(community, room, message)
    desk.changed(['messages', community, room])
    setTimeout(() => {
      message.copies = desk.world.status.connected
      desk.changed(['messages', community, room])
    }, 1500)
    return message
  },
  message_edit: ({ community, room, message, text }) => {
    const one = Object.assign(desk.message(room, message), { text, edited: true })
    desk.changed(['messages', community, room])
    return one
  },
  message_delete: ({ community, room, message }) => {
    const one = Object.assign(desk.message(room, message), { text: '', deleted: true, reactions: [] })
    desk.changed(['messages', community, room])
    return one
  },
  message_react: ({ community, room, message, emoji, on }) => {
    const one = desk.message(room, message)
    one.reactions = desk.react(community, one.reactions, emoji, on)
    desk.changed(['messages', community, room])
    return one
  },
  room_mute: ({ community, room, on }) => {
    found(desk.world.rooms[community]?.find((one) => one.id === room)).muted = on
    desk.changed(['rooms', community])
    return {}
  },
})
