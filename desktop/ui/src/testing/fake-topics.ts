/** Topics of the fake node's rooms: read from the messages that open them. */
import type { Message, Topic } from '@/generated/bindings'
import type { Input, Output } from '@/node/transport'
import type { World } from './world'

type Name = 'topics' | 'topic' | 'topic_create' | 'topic_edit' | 'topic_resolve'
type Commands = { [C in Name]: (input: Input<C>) => Output<C> }

/** Returns the commands. `open` writes the message that opens a topic; `changed` tells the screens. */
export function topicCommands(
  world: () => World,
  open: (room: string, title: string, community: string) => Message,
  changed: (community: string, room: string) => void,
): Commands {
  const messages = (room: string) => world().messages[room] ?? []
  const view = (opener: Message): Topic => {
    const topic = opener.topic ?? { id: opener.id, title: '', resolved: false, opens: true }
    const within = messages(opener.room).filter((one) => one.topic?.id === topic.id && one !== opener)
    const last = within.at(-1) ?? opener
    const { author_name, time_ms } = last
    return {
      id: topic.id,
      room: opener.room,
      title: topic.title,
      author: opener.author,
      author_name: opener.author_name,
      time_ms: opener.time_ms,
      from: opener.reply_to,
      from_ms: null,
      resolved: topic.resolved,
      resolved_by: topic.resolved ? opener.author_name : null,
      mine: opener.mine,
      may_resolve: true,
      replies: within.length,
      unread: 0,
      last: { author_name, time_ms, snippet: last.text || topic.title },
    }
  }
  const openers = (room: string) => messages(room).filter((one) => one.topic?.opens && !one.deleted)
  const find = (room: string, topic: string): Topic => {
    const opener = openers(room).find((one) => one.id === topic)
    if (!opener) throw new Error('no such topic')
    return view(opener)
  }
  const change = (
    { community, room, topic }: Input<'topic'>,
    change: Partial<Pick<Topic, 'title' | 'resolved'>>,
  ): Topic => {
    for (const one of messages(room)) if (one.topic?.id === topic) Object.assign(one.topic, change)
    changed(community, room)
    return find(room, topic)
  }
  return {
    topics: ({ room }) => {
      const items = openers(room).map(view)
      items.sort(
        (a, b) => Number(a.resolved) - Number(b.resolved) || (b.last?.time_ms ?? 0) - (a.last?.time_ms ?? 0),
      )
      return { items, next: null }
    },
    topic: ({ room, topic }) => find(room, topic),
    topic_create: ({ community, room, title, message }) => {
      const opener = open(room, title, community)
      const from = messages(room).find((one) => one.id === message)
      if (from) opener.reply_to = { id: from.id, author_name: from.author_name, snippet: from.text }
      changed(community, room)
      return view(opener)
    },
    topic_edit: ({ title, ...which }) => change(which, { title }),
    topic_resolve: ({ on, ...which }) => change(which, { resolved: on }),
  }
}
