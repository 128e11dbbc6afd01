/** Search of the fake node: every word of everything. */
import type { Output } from '@/node/transport'
import { membersOf, type World } from './world'

/** Returns what holds the words, of one community or of all. */
export function fakeSearch(
  world: World,
  query: string,
  community: string | undefined,
): Output<'search'>['items'] {
  const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  const wanted = plain(query.trim())
  if (wanted === '') return []
  const hits: Output<'search'>['items'] = []
  for (const { id } of world.communities) {
    if (community && community !== id) continue
    const add = (hit: Omit<(typeof hits)[number], 'community'>) => {
      if (plain(`${hit.title} ${hit.snippet}`).includes(wanted)) hits.push({ ...hit, community: id })
    }
    for (const member of membersOf(world, id)) {
      add({
        kind: 'member',
        id: member.person,
        parent: null,
        topic: null,
        title: member.name,
        snippet: '',
        time_ms: member.joined_ms,
        author_name: member.name,
      })
    }
    for (const group of world.groups[id] ?? []) {
      add({
        kind: 'group',
        id: group.id,
        parent: null,
        topic: null,
        title: group.name,
        snippet: group.purpose,
        time_ms: group.time_ms,
        author_name: '',
      })
    }
    for (const event of world.events[id] ?? []) {
      add({
        kind: 'event',
        id: event.id,
        parent: null,
        topic: null,
        title: event.title,
        snippet: event.description,
        time_ms: event.time_ms,
        author_name: event.organisers[0]?.name ?? '',
      })
    }
    for (const board of world.boards[id] ?? []) {
      for (const post of world.posts[board.id] ?? []) {
        add({
          kind: 'post',
          id: post.id,
          parent: board.id,
          topic: null,
          title: post.title,
          snippet: post.body,
          time_ms: post.time_ms,
          author_name: post.author_name,
        })
        for (const comment of world.comments[post.id] ?? []) {
          add({
            kind: 'comment',
            id: comment.id,
            parent: post.id,
            topic: null,
            title: post.title,
            snippet: comment.text,
            time_ms: comment.time_ms,
            author_name: comment.author_name,
          })
        }
      }
    }
    for (const room of world.rooms[id] ?? []) {
      for (const message of [...(world.messages[room.id] ?? [])].reverse()) {
        add({
          kind: 'message',
          id: message.id,
          parent: room.id,
          topic: null,
          title: room.name,
          snippet: message.text,
          time_ms: message.time_ms,
          author_name: message.author_name,
        })
      }
    }
  }
  return hits
}
