/** The boards of the believable neighbourhood, with posts and comments. */
import { plainPost } from './plain'
import type { SeedWords as Words } from './seed-text'
import { HOUR, MINUTE } from './seed-time'
import { person, type World } from './world'

/** Fills the boards. `now`: ms since 1970. */
export function seedBoards(world: World, words: Words, now: number) {
  world.boards.c0 = words.boards.map((board, index) => ({
    id: `b${index}`,
    name: board.name,
    purpose: board.purpose,
    unread: index === 0 ? 1 : 0,
    muted: false,
  }))
  for (const board of world.boards.c0) world.posts[board.id] = []
  words.posts.forEach((post, index) => {
    const author = person(world, post.who)
    const board = world.boards.c0?.[post.board]
    if (!board) return
    const id = `t${index}`
    world.comments[id] = post.comments.map((text, place) => {
      const who = person(world, (post.who + place + 1) % 6)
      return {
        id: `${id}-k${place}`,
        post: id,
        author: who.person,
        author_name: who.name,
        color: who.color,
        time_ms: now - post.hoursAgo * HOUR + (place + 1) * 40 * MINUTE,
        text,
        reply_to: place === 2 ? `${id}-k0` : null,
        edited: false,
        deleted: false,
        reactions: place === 0 ? [{ emoji: '👍', people: [author.name], mine: author.mine }] : [],
        mine: who.mine,
        copies: 2,
      }
    })
    world.posts[board.id]?.push({
      id,
      board: board.id,
      board_name: board.name,
      author: author.person,
      author_name: author.name,
      color: author.color,
      time_ms: now - post.hoursAgo * HOUR,
      kind: post.kind,
      title: post.title,
      body: post.body,
      tags: post.tags,
      edited: index === 1,
      deleted: false,
      comments: post.comments.length,
      reactions: post.liked
        ? [{ emoji: '❤️', people: [person(world, 2).name, person(world, 4).name], mine: false }]
        : [],
      mine: author.mine,
      copies: 2,
      ...plainPost,
      ack: post.kind === 'announcement' ? { read: 4, members: words.people.length - 1, mine: false } : null,
      answer: post.kind === 'question' && post.comments.length > 1 ? `${id}-k1` : null,
      pinned: index === 0,
    })
  })
  for (const posts of Object.values(world.posts)) posts.sort((a, b) => a.time_ms - b.time_ms)
  for (const community of world.communities.slice(1)) {
    const id = `${community.id}-b0`
    world.boards[community.id] = [
      { id, name: words.boards[0]?.name ?? '', purpose: '', unread: 0, muted: false },
    ]
    world.posts[id] = []
  }
}
