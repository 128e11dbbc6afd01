/** Each list has its empty, its loading and its failed look. */
import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, test } from 'vitest'
import { NodeFailure } from '@/node/failure'
import type { Command } from '@/node/transport'
import { FakeNode } from '@/testing/fake-node'
import { axeFaults, renderApp } from '@/testing/render-app'
import { livelyWorld } from '@/testing/seed'

type List = {
  name: string
  path: string
  /** What the list is asked with. */
  command: Command
  /** What stands there where it is empty; none where somebody is always in it, or where its days stand without rows. */
  empty?: string | RegExp
  /** The button of the dialog that the list is in. */
  press?: string
}

const lists: List[] = [
  { name: 'Today', path: '/c/c0/today', command: 'today', empty: 'All quiet' },
  { name: 'rooms', path: '/c/c0/rooms', command: 'rooms', empty: 'No rooms yet' },
  { name: 'messages', path: '/c/c0/rooms/r0', command: 'messages', empty: 'Say hello' },
  { name: 'topics', path: '/c/c0/rooms/r0', command: 'topics', empty: 'No topics yet', press: 'Topics' },
  { name: 'posts', path: '/c/c0/boards', command: 'posts', empty: 'Nothing here yet' },
  { name: 'comments of a post', path: '/c/c0/posts/t0', command: 'thread' },
  { name: 'agenda', path: '/c/c0/agenda', command: 'events', empty: 'When do you meet next?' },
  { name: 'past', path: '/c/c0/agenda?view=past', command: 'events', empty: 'Nothing in the last months' },
  { name: 'week', path: '/c/c0/agenda?view=week', command: 'events' },
  { name: 'month', path: '/c/c0/agenda?view=month', command: 'events' },
  { name: 'comments of an event', path: '/c/c0/agenda/e0', command: 'event_comments' },
  { name: 'members', path: '/c/c0/people', command: 'members' },
  { name: 'groups', path: '/c/c0/people/groups', command: 'groups', empty: 'No group yet' },
  { name: 'who is in a group', path: '/c/c0/people/groups/g0', command: 'group' },
  { name: 'invitations', path: '/c/c0/invite', command: 'invite_list', empty: 'No invitation yet.' },
  { name: 'what was found', path: '/search?q=a&in=c0', command: 'search', empty: 'Nothing found for “a”' },
  { name: 'neighbours', path: '/network', command: 'peers', empty: 'You are offline' },
]

describe.each(lists)('$name', (list) => {
  const { empty } = list
  if (empty !== undefined)
    test('empty, says so and what to do', async () => {
      const { container } = await shown(list, async (answer) => emptied(await answer()))
      expect(await screen.findByText(empty)).toBeVisible()
      expect(await axeFaults(container)).toEqual([])
    })

  test('on its way, says that it takes a moment', async () => {
    const { container } = await shown(list, () => new Promise(() => {}))
    const said = await screen.findAllByRole('status', { name: 'One moment…' }, { timeout: 5000 })
    expect(said[0]).toBeVisible()
    expect(screen.queryByRole('alert')).toBeNull()
    expect(await axeFaults(container)).toEqual([])
  })

  test('failed, says what happened, and comes when asked again', async () => {
    let fails = true
    await shown(list, async (answer) => {
      if (fails) throw new NodeFailure({ code: 'internal', message: 'panic at src/x.rs' })
      return answer()
    })
    const [alert] = await screen.findAllByRole('alert', undefined, { timeout: 5000 })
    expect(alert).toHaveTextContent('Something went wrong inside AllForOne.')
    expect(document.body).not.toHaveTextContent('panic')
    fails = false
    const [again] = screen.getAllByRole('button', { name: 'Try again' })
    if (!again) throw new Error('a failed list can be asked again')
    await userEvent.click(again)
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
  })
})

/** Shows a list whose node answers its command so. */
async function shown({ path, command, press }: List, answered: (answer: () => Promise<unknown>) => unknown) {
  const world = livelyWorld('en', Date.now())
  world.settings.language = 'en'
  const node = new FakeNode({ world })
  const call = node.call.bind(node)
  node.call = ((asked: Command, input: never) =>
    asked === command
      ? Promise.resolve(answered(() => call(asked, input)))
      : call(asked, input)) as typeof call
  const app = renderApp(path, node)
  if (press) await userEvent.click(await screen.findByRole('button', { name: press }))
  return app
}

/** Returns an answer with nothing in its lists. */
function emptied(answer: unknown): unknown {
  const fields = Object.entries(answer as object)
  return Object.fromEntries(fields.map(([name, value]) => [name, Array.isArray(value) ? [] : value]))
}
