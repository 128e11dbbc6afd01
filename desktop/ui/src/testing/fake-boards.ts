/** Boards, posts and comments of the fake node. */
import type { Comment, Post } from '@/generated/bindings'
import type { FakeDesk, Handlers } from './fake-desk'
import { found, newestFirst, page } from './fake-pages'
import { plainPost } from './plain'

/** Returns the commands. */
export const fakeBoards = (desk: FakeDesk): Handlers => ({
  boards: ({ community }) => page(desk.world.boards[community] ?? []),
  board_create: ({ community, name, purpose }) => {
    const board = { id: desk.id('b'), name, purpose, unread: 0, muted: false }
    desk.world.boards[community]?.push(board)
    desk.world.posts[board.id] = []
    desk.changed(['boards', community])
    return board
  },
  board_mute: ({ community, board, on }) => {
    found(desk.world.boards[community]?.find((one) => one.id === board)).muted = on
    desk.changed(['boards', community])
    return {}
  },
  posts: ({ community, board, before, limit }) => {
    const boards = (desk.world.boards[community] ?? []).filter((one) => !board || one.id === board)
    const posts = boards
      .flatMap((one) => desk.world.posts[one.id] ?? [])
      .sort((a, b) => a.time_ms - b.time_ms)
    return newestFirst(posts, before, limit)
  },
  post_pins: ({ community, board }) => {
    const boards = (desk.world.boards[community] ?? []).filter((one) => !board || one.id === board)
    return page(boards.flatMap((one) => (desk.world.posts[one.id] ?? []).filter((post) => post.pinned)))
  },
  post_write: ({ community, board, kind, title, body, tags, ack }) => {
    const me = desk.me(community)
    const post: Post = {
      id: desk.id('t'),
      board,
      board_name: desk.world.boards[community]?.find((one) => one.id === board)?.name ?? '',
      author: me.person,
      author_name: me.name,
      color: me.color,
      time_ms: desk.now(),
      kind,
      title,
      body,
      tags,
      edited: false,
      deleted: false,
      comments: 0,
      reactions: [],
      mine: true,
      copies: 0,
      ...plainPost,
      ack: ack ? { read: 0, members: (desk.world.profiles[community]?.length ?? 1) - 1, mine: false } : null,
    }
    desk.world.posts[board]?.push(post)
    desk.world.comments[post.id] = []
    desk.changed(['posts', community, board])
    return post
  },
  post_edit: ({ community, post, title, body, tags }) => {
    const one = Object.assign(desk.post(post), { title, body, tags, edited: true })
    desk.changed(['posts', community, one.board], ['thread', community, post])
    return one
  },
  post_delete: ({ community, post }) => {
    const one = Object.assign(desk.post(post), { title: '', body: '', tags: [], deleted: true })
    desk.changed(['posts', community, one.board], ['thread', community, post])
    return one
  },
  post_react: ({ community, post, emoji, on }) => {
    const one = desk.post(post)
    one.reactions = desk.react(community, one.reactions, emoji, on)
    desk.changed(['thread', community, post])
    return one
  },
  thread: ({ post }) => ({ post: desk.post(post), comments: desk.world.comments[post] ?? [] }),
  comment_write: ({ community, post, text, reply_to }) => {
    const me = desk.me(community)
    const comment: Comment = {
      id: desk.id('k'),
      post,
      author: me.person,
      author_name: me.name,
      color: me.color,
      time_ms: desk.now(),
      text,
      reply_to: reply_to ?? null,
      edited: false,
      deleted: false,
      reactions: [],
      mine: true,
      copies: 0,
    }
    desk.world.comments[post]?.push(comment)
    desk.post(post).comments += 1
    desk.changed(['thread', community, post])
    return comment
  },
  post_acknowledge: ({ community, post, on }) => {
    const one = desk.post(post)
    if (one.ack && one.ack.mine !== on) {
      one.ack = { ...one.ack, mine: on, read: one.ack.read + (on ? 1 : -1) }
    }
    desk.changed(['thread', community, post])
    return one
  },
  post_readers: ({ community, post }) => {
    const one = desk.post(post)
    const others = (desk.world.profiles[community] ?? []).filter((who) => who.person !== one.author)
    const readers = others.map(({ person, name, color }) => ({ person, name, color, time_ms: null }))
    const count = one.ack?.read ?? 0
    const read = readers.slice(0, count).map((who) => ({ ...who, time_ms: one.time_ms + 3_600_000 }))
    return { read, missing: readers.slice(count) }
  },
  post_close: ({ community, post, closed }) => {
    const one = Object.assign(desk.post(post), { closed })
    desk.changed(['thread', community, post])
    return one
  },
  post_pin: ({ community, post, pinned }) => {
    const one = Object.assign(desk.post(post), { pinned })
    desk.changed(['thread', community, post], ['posts', community, one.board])
    return one
  },
  answer_accept: ({ community, post, comment }) => {
    const one = Object.assign(desk.post(post), { answer: comment ?? null })
    desk.changed(['thread', community, post])
    return one
  },
  history: ({ id }) => {
    const all = <T>(table: Record<string, T[]>) => Object.values(table).flat()
    const post = all(desk.world.posts).find((one) => one.id === id)
    const said = [...all(desk.world.messages), ...all(desk.world.comments)].find((one) => one.id === id)
    const time_ms = found(post ?? said).time_ms
    const now = { time_ms, title: post?.title ?? '', text: post?.body ?? said?.text ?? '', tags: [] }
    const before = { ...now, time_ms: time_ms - 7_200_000, text: `${now.text.slice(0, 60)} …` }
    return page([before, now])
  },
  comment_edit: ({ community, post, comment, text }) => {
    const one = Object.assign(desk.comment(post, comment), { text, edited: true })
    desk.changed(['thread', community, post])
    return one
  },
  comment_delete: ({ community, post, comment }) => {
    const one = Object.assign(desk.comment(post, comment), { text: '', deleted: true })
    desk.changed(['thread', community, post])
    return one
  },
  comment_react: ({ community, post, comment, emoji, on }) => {
    const one = desk.comment(post, comment)
    one.reactions = desk.react(community, one.reactions, emoji, on)
    desk.changed(['thread', community, post])
    return one
  },
})
