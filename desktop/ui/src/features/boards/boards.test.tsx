import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import type { Post } from '@/generated/bindings'
import { FakeNode } from '@/testing/fake-node'
import { axeFaults, renderApp } from '@/testing/render-app'
import { livelyWorld } from '@/testing/seed'

function openPost(find: (post: Post) => boolean, change: (post: Post) => void = () => {}) {
  const world = livelyWorld('en', Date.now())
  world.settings.language = 'en'
  const post = Object.values(world.posts).flat().find(find)
  if (!post) throw new Error('there is such a post')
  change(post)
  const node = new FakeNode({ world })
  return { node, post, ...renderApp(`/c/c0/posts/${post.id}`, node) }
}
const asked = (node: FakeNode, command: string) => node.calls.filter((call) => call.command === command)

test('“I have read it” is one press, counted, and can be taken back', async () => {
  const { node } = openPost((post) => post.ack !== null && !post.mine)
  await userEvent.click(await screen.findByRole('button', { name: 'I have read it' }))
  expect(await screen.findByText('Thank you, you have read this.')).toBeVisible()
  expect(screen.getByText('5 of 7 have read it')).toBeVisible()
  await userEvent.click(screen.getByRole('button', { name: 'Read' }))
  await waitFor(() => expect(asked(node, 'post_acknowledge')[1]?.input).toMatchObject({ on: false }))
})

test('its author sees who has not read it', async () => {
  openPost(
    (post) => post.ack !== null,
    (post) => Object.assign(post, { mine: true }),
  )
  expect(await screen.findByText('You asked everybody to read this.')).toBeVisible()
  await userEvent.click(screen.getByRole('button', { name: 'Who has read it?' }))
  const dialog = await screen.findByRole('dialog')
  expect(await within(dialog).findByRole('list', { name: /3 have not read it yet/ })).toBeVisible()
  expect(await axeFaults(dialog)).toEqual([])
})

test('the answer to a question stands first; who asked chooses it', async () => {
  const { node, post } = openPost(
    (one) => one.kind === 'question',
    (one) => Object.assign(one, { mine: true, answer: null }),
  )
  const comments = await screen.findByRole('list', { name: /comment/ })
  const last = within(comments).getAllByRole('article').at(-1)
  if (!last) throw new Error('somebody answered')
  await userEvent.click(within(last).getByRole('button', { name: 'More actions' }))
  await userEvent.click(await screen.findByRole('menuitem', { name: 'This answers my question' }))
  await waitFor(() => expect(asked(node, 'answer_accept')[0]?.input).toMatchObject({ post: post.id }))
  const first = within(await screen.findByRole('list', { name: /comment/ })).getAllByRole('article')[0]
  await waitFor(() => expect(first).toHaveTextContent('The answer'))
})

test('a closed discussion stays readable and takes no more comments', async () => {
  openPost(
    (post) => post.kind === 'discussion',
    (post) => Object.assign(post, { closed: true }),
  )
  expect(await screen.findByText('This discussion is closed. It stays readable.')).toBeVisible()
  expect(screen.queryByRole('textbox', { name: 'Your comment' })).toBeNull()
})

test('what was changed in a post is shown word by word', async () => {
  openPost((post) => post.edited)
  await screen.findByRole('heading', { level: 1 })
  const article = (await screen.findAllByRole('article'))[0]
  if (!article) throw new Error('the post is there')
  await userEvent.click(within(article).getByRole('button', { name: 'More actions' }))
  await userEvent.click(await screen.findByRole('menuitem', { name: 'What was changed' }))
  const dialog = await screen.findByRole('dialog')
  await waitFor(() => expect(dialog.querySelector('ins')).not.toBeNull())
  expect(dialog.querySelector('del')).not.toBeNull()
})

test('an announcement asks everybody to read it, other posts do not', async () => {
  const world = livelyWorld('en', Date.now())
  world.settings.language = 'en'
  const node = new FakeNode({ world })
  renderApp('/c/c0/boards/new?kind=announcement', node)
  await userEvent.type(await screen.findByRole('textbox', { name: 'Title' }), 'No water')
  expect(screen.getByRole('switch', { name: /Ask everybody/ })).toBeChecked()
  await userEvent.click(screen.getByRole('button', { name: 'Publish' }))
  await waitFor(() =>
    expect(asked(node, 'post_write')[0]?.input).toMatchObject({ kind: 'announcement', ack: true }),
  )
})

test('two presses faster than the screen publish one post', async () => {
  const world = livelyWorld('en', Date.now())
  world.settings.language = 'en'
  const node = new FakeNode({ world })
  renderApp('/c/c0/boards/new', node)
  await userEvent.type(await screen.findByRole('textbox', { name: 'Title' }), 'A ladder')
  const form = screen.getByRole('button', { name: 'Publish' }).closest('form')
  if (!form) throw new Error('the button stands in a form')
  act(() => {
    fireEvent.submit(form)
    fireEvent.submit(form)
  })
  // What is shown at once makes room for what the node has kept.
  await waitFor(() => expect(screen.getByRole('heading', { level: 1, name: 'A ladder' })).toBeVisible())
  expect(asked(node, 'post_write')).toHaveLength(1)
})

test('what a comment said before is shown with its differences', async () => {
  const world = livelyWorld('en', Date.now())
  world.settings.language = 'en'
  const comment = world.comments.t0?.find((one) => !one.deleted && !one.mine)
  if (!comment) throw new Error('somebody has said something')
  comment.edited = true
  const node = new FakeNode({ world })
  renderApp('/c/c0/posts/t0', node)
  const row = (await screen.findAllByRole('article')).find((one) => one.textContent?.includes('(changed)'))
  if (!row) throw new Error('a comment is marked as changed')
  await userEvent.click(within(row).getByRole('button', { name: 'More actions' }))
  await userEvent.click(await screen.findByRole('menuitem', { name: 'What was changed' }))
  const dialog = await screen.findByRole('dialog', { name: 'What was changed' })
  expect(await within(dialog).findAllByRole('listitem')).toHaveLength(2)
  expect(dialog.querySelector('del')).not.toBeNull()
  expect(node.calls.find((call) => call.command === 'history')?.input).toMatchObject({ id: comment.id })
})

test('a new post is shown before the node has answered; what it refuses is in the form again', async () => {
  const { node, waiting } = slowNode('post_write')
  const { router } = renderApp('/c/c0/boards/new', node)
  const title = await screen.findByRole('textbox', { name: 'Title' })
  await userEvent.type(screen.getByRole('textbox', { name: 'Text' }), 'On the bench')
  await userEvent.type(title, 'Lost keys{Enter}')
  expect(await screen.findByRole('heading', { name: 'Lost keys' })).toBeVisible()
  expect(screen.getByText('being kept')).toBeInTheDocument()
  expect(title).not.toBeVisible()
  waiting[0]?.({ code: 'read_only', message: '' })
  expect(await screen.findByRole('alert')).toBeVisible()
  expect(title).toBeVisible()
  expect(title).toHaveValue('Lost keys')
  await userEvent.type(title, '{Enter}')
  await waitFor(() => expect(waiting).toHaveLength(2))
  waiting[1]?.()
  await waitFor(() => expect(router.state.location.pathname).toMatch(/posts\//))
  expect(await screen.findByText('kept here')).toBeVisible()
})

test('a comment is shown before it is kept; what is typed meanwhile stays, also for an answer', async () => {
  const { waiting } = openThread()
  const field = await screen.findByRole('textbox', { name: 'Your comment' })
  await userEvent.type(field, 'First')
  await userEvent.click(screen.getByRole('button', { name: 'Publish the comment' }))
  const sent = await screen.findByRole('list', { name: 'Just sent' })
  expect(within(sent).getByText('First')).toBeVisible()
  expect(field).toHaveValue('')
  await userEvent.type(field, 'Second')
  await waitFor(() => expect(waiting).toHaveLength(1))
  waiting[0]?.()
  await waitFor(() => expect(screen.queryByRole('list', { name: 'Just sent' })).toBeNull())
  expect(screen.getByText('First')).toBeVisible()
  expect(field).toHaveValue('Second')
  const [reply] = screen.getAllByRole('button', { name: 'Reply' })
  if (!reply) throw new Error('there are comments')
  await userEvent.click(reply)
  const answer = await screen.findByRole('textbox', { name: /In reply to|Reply to|Answer/ })
  expect(answer).toHaveValue('Second')
  await userEvent.click(screen.getByRole('button', { name: 'Publish the comment' }))
  expect(await screen.findByRole('textbox', { name: 'Your comment' })).toHaveValue('')
  await waitFor(() => expect(waiting).toHaveLength(2))
  waiting[1]?.()
})

test('a comment that the node refuses goes back into the field, before what was typed meanwhile', async () => {
  const { waiting } = openThread()
  const field = await screen.findByRole('textbox', { name: 'Your comment' })
  await userEvent.type(field, 'precious')
  await userEvent.click(screen.getByRole('button', { name: 'Publish the comment' }))
  await screen.findByRole('list', { name: 'Just sent' })
  await userEvent.type(field, 'next')
  await waitFor(() => expect(waiting).toHaveLength(1))
  waiting[0]?.({ code: 'read_only', message: '' })
  expect(await screen.findByRole('alert')).toBeVisible()
  expect(screen.getByRole('textbox', { name: 'Your comment' })).toHaveValue('precious\nnext')
  expect(screen.queryByRole('list', { name: 'Just sent' })).toBeNull()
})

test('a post that was begun is there again after one left', async () => {
  const world = livelyWorld('en', Date.now())
  world.settings.language = 'en'
  const { router } = renderApp('/c/c0/boards/new', new FakeNode({ world }))
  await userEvent.type(await screen.findByRole('textbox', { name: 'Title' }), 'Lost keys')
  await userEvent.type(screen.getByRole('textbox', { name: 'Text' }), 'On the bench')
  await act(() => router.navigate('/c/c0/boards'))
  await waitFor(() => expect([...world.drafts.values()]).toContain('Lost keys\nOn the bench'))
  await act(() => router.navigate('/c/c0/boards/new'))
  await waitFor(() => expect(screen.getByRole('textbox', { name: 'Title' })).toHaveValue('Lost keys'))
  expect(screen.getByRole('textbox', { name: 'Text' })).toHaveValue('On the bench')
})

test('a comment that was begun under a post is there again after one left', async () => {
  const { node, post, router } = openPost((one) => one.id === 't0')
  await userEvent.type(await screen.findByRole('textbox', { name: 'Your comment' }), 'Not yet')
  await act(() => router.navigate('/c/c0/boards'))
  await waitFor(() => expect(node.world.drafts.get(`c0/${post.id}`)).toBe('Not yet'))
  await act(() => router.navigate(`/c/c0/posts/${post.id}`))
  await waitFor(() => expect(screen.getByRole('textbox', { name: 'Your comment' })).toHaveValue('Not yet'))
})

test('my post says where it is, that of somebody else does not', async () => {
  const mine = openPost(
    (post) => post.mine,
    (post) => {
      post.copies = 0
    },
  )
  expect(await screen.findByRole('button', { name: 'kept here' })).toBeVisible()
  mine.unmount()
  openPost(
    (post) => !post.mine,
    (post) => {
      post.copies = 3
    },
  )
  expect(await screen.findByRole('heading', { level: 1 })).toBeVisible()
  expect(screen.queryByRole('button', { name: 'with 3 neighbours' })).toBeNull()
})

test('a change that was begun is there again after one left; giving it up forgets it', async () => {
  const { node, post, router } = openPost((one) => one.mine)
  const edit = `/c/c0/posts/${post.id}/edit`
  await act(() => router.navigate(edit))
  await userEvent.type(await screen.findByRole('textbox', { name: 'Title' }), ' again')
  await act(() => router.navigate('/c/c0/boards'))
  await waitFor(() => expect(node.world.drafts.get(`c0/change/${post.id}`)).toContain(' again'))
  await act(() => router.navigate(edit))
  await waitFor(() =>
    expect(screen.getByRole('textbox', { name: 'Title' })).toHaveValue(`${post.title} again`),
  )
  expect(screen.getByText('We kept what you had begun to write.')).toBeVisible()
  expect(screen.queryByText(/changed while you were writing/)).toBeNull()
  await userEvent.click(screen.getByRole('button', { name: 'Cancel' }))
  await waitFor(() => expect(node.world.drafts.get(`c0/change/${post.id}`)).toBe(''))
  await act(() => router.navigate(edit))
  await waitFor(() => expect(screen.getByRole('textbox', { name: 'Title' })).toHaveValue(post.title))
})

test('who changes a post is told where it was changed meanwhile, and may begin again from the new text', async () => {
  const { node, post, router } = openPost((one) => one.mine)
  const before = post.title
  await act(() => router.navigate(`/c/c0/posts/${post.id}/edit`))
  const title = () => screen.getByRole('textbox', { name: 'Title' })
  await userEvent.type(await screen.findByRole('textbox', { name: 'Title' }), ' again')
  const other = (title: string) => {
    for (const one of Object.values(node.world.posts).flat()) if (one.id === post.id) one.title = title
    act(() => node.changed(['thread', 'c0', post.id]))
  }
  other('From my other device')
  expect(await screen.findByText(/changed while you were writing/)).toBeVisible()
  expect(title()).toHaveValue(`${before} again`)
  await userEvent.click(screen.getByRole('button', { name: 'Begin again from the new text' }))
  expect(title()).toHaveValue('From my other device')
  // Who has not begun yet simply gets the new text.
  other('Once more')
  await waitFor(() => expect(title()).toHaveValue('Once more'))
  expect(screen.queryByText(/changed while you were writing/)).toBeNull()
  await userEvent.type(title(), '!')
  await userEvent.click(screen.getByRole('button', { name: 'Save' }))
  expect(await screen.findByRole('heading', { level: 1, name: 'Once more!' })).toBeVisible()
  await waitFor(() => expect(node.world.drafts.get(`c0/change/${post.id}`)).toBe(''))
})

/** A node that does, or refuses, one command when the test says so. */
function slowNode(slow: string) {
  const world = livelyWorld('en', Date.now())
  world.settings.language = 'en'
  const node = new FakeNode({ world })
  const waiting: ((refusal?: object) => void)[] = []
  const call = node.call.bind(node)
  node.call = async (command, input) => {
    if (command === slow)
      await new Promise<void>((go, refuse) => waiting.push((refusal) => (refusal ? refuse(refusal) : go())))
    return call(command, input)
  }
  return { node, waiting }
}

/** A post whose comments are written, or refused, when the test says so. */
function openThread() {
  const { node, waiting } = slowNode('comment_write')
  renderApp('/c/c0/posts/t0', node)
  return { node, waiting }
}

test('a board notifies me no more and again, from its head and from a post; its name says so', async () => {
  const { node, post } = openPost((one) => one.kind === 'discussion')
  const article = (await screen.findAllByRole('article'))[0]
  if (!article) throw new Error('the post is there')
  await userEvent.click(within(article).getByRole('button', { name: 'More actions' }))
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Do not notify me of this board' }))
  await waitFor(() =>
    expect(asked(node, 'board_mute')[0]?.input).toEqual({ community: 'c0', board: post.board, on: true }),
  )
  renderApp(`/c/c0/boards?board=${post.board}`, node)
  const name = new RegExp(`${post.board_name}.*does not notify you`)
  expect(await screen.findByRole('link', { name })).toBeVisible()
  await userEvent.click(screen.getByRole('button', { name: 'Notify me of this board again' }))
  expect(await screen.findByRole('button', { name: 'Do not notify me of this board' })).toBeVisible()
  expect(screen.queryByText('does not notify you')).toBeNull()
})

test('two presses faster than the screen publish one comment', async () => {
  const { node } = openPost((one) => one.kind === 'discussion')
  await userEvent.type(await screen.findByRole('textbox', { name: 'Your comment' }), 'I have one')
  const form = screen.getByRole('button', { name: 'Publish the comment' }).closest('form')
  if (!form) throw new Error('the button stands in a form')
  act(() => {
    fireEvent.submit(form)
    fireEvent.submit(form)
  })
  await waitFor(() => expect(screen.getByRole('textbox', { name: 'Your comment' })).toHaveValue(''))
  expect(asked(node, 'comment_write')).toHaveLength(1)
  // The field takes the next one.
  await userEvent.type(screen.getByRole('textbox', { name: 'Your comment' }), 'And a saw')
  await userEvent.click(screen.getByRole('button', { name: 'Publish the comment' }))
  await waitFor(() => expect(asked(node, 'comment_write')).toHaveLength(2))
})

test('each kind of post has a draft of its own', async () => {
  const world = livelyWorld('en', Date.now())
  world.settings.language = 'en'
  world.drafts.set('c0/b0', 'A talk that was begun')
  const node = new FakeNode({ world })
  const { unmount } = renderApp('/c/c0/boards/new?kind=question&board=b0', node)
  expect(await screen.findByRole('textbox', { name: 'Title' })).toHaveValue('')
  await userEvent.type(screen.getByRole('textbox', { name: 'Title' }), 'Who has a ladder?')
  await waitFor(() => expect(world.drafts.get('c0/b0/question')).toMatch(/^Who has a ladder/))
  unmount()
  const talk = renderApp('/c/c0/boards/new?board=b0', node)
  expect(await screen.findByRole('textbox', { name: 'Title' })).toHaveValue('A talk that was begun')
  talk.unmount()
  renderApp('/c/c0/boards/new?kind=question&board=b0', node)
  expect(await screen.findByRole('textbox', { name: 'Title' })).toHaveValue('Who has a ladder?')
})
