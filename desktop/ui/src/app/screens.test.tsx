import { screen, waitFor } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { NodeFailure } from '@/node/failure'
import { FakeNode } from '@/testing/fake-node'
import { axeFaults, renderApp } from '@/testing/render-app'
import { emptyWorld, livelyWorld } from '@/testing/seed'

const NOW = Date.now()

const paths = [
  '/welcome',
  '/welcome/create',
  '/welcome/join',
  '/welcome/words',
  '/c/c0/today',
  '/c/c0/rooms',
  '/c/c0/rooms/r0',
  '/c/c0/boards',
  '/c/c0/boards/new',
  '/c/c0/posts/t0',
  '/c/c0/posts/t1/edit',
  '/c/c0/agenda',
  '/c/c0/agenda?view=week',
  '/c/c0/agenda?view=month',
  '/c/c0/agenda/import',
  '/c/c0/agenda/new',
  '/c/c0/agenda/e0',
  '/c/c0/agenda/e0/edit',
  '/c/c0/export',
  '/c/c0/people',
  '/c/c0/people/groups',
  '/c/c0/people/groups/g0',
  '/c/c0/people/groups/g3',
  '/c/c0/people/p3',
  '/c/c0/people/me/edit',
  '/c/c0/invite',
  '/search?q=a',
  '/network',
  '/settings',
  '/nowhere',
]

function lively(language: 'fr' | 'en') {
  const world = livelyWorld(language, NOW)
  world.settings.language = language
  return world
}

describe.each(['fr', 'en'] as const)('in %s', (language) => {
  test.each(paths)('%s has one main heading and no fault that axe knows', async (path) => {
    const { container } = renderApp(path, new FakeNode({ world: lively(language) }))
    await screen.findByRole('heading', { level: 1 })
    await waitFor(() => expect(container.querySelector('.animate-pulse')).toBeNull())
    expect(container.querySelectorAll('h1')).toHaveLength(1)
    expect(await axeFaults(container)).toEqual([])
  })
})

test.each(paths.slice(4))('%s says in plain words that something failed', async (path) => {
  const failing = { code: 'internal' as const, message: 'panic at src/x.rs' }
  const { container } = renderApp(path, new FakeNode({ world: lively('en'), failing }))
  await screen.findByRole('heading', { level: 1 })
  if (path !== '/settings' && path !== '/nowhere' && !/agenda\/(new|import)|export$/.test(path)) {
    expect((await screen.findAllByRole('alert'))[0]).toHaveTextContent(
      'Something went wrong inside AllForOne.',
    )
  }
  expect(container).not.toHaveTextContent('panic')
  expect(await axeFaults(container)).toEqual([])
})

test('without a community the welcome is shown', async () => {
  const { router } = renderApp('/', new FakeNode({ world: emptyWorld() }))
  await waitFor(() => expect(router.state.location.pathname).toBe('/welcome'))
})

test('a node that refuses says what to do', async () => {
  const node = new FakeNode({ world: emptyWorld() })
  node.call = () => Promise.reject(new NodeFailure({ code: 'no_token', message: '' }))
  const { container } = renderApp('/', node)
  expect(await screen.findByRole('alert')).toHaveTextContent(/lost its access|perdu son accès/)
  expect(await axeFaults(container)).toEqual([])
})

test('a community that is not mine leads back to the start', async () => {
  const { router } = renderApp('/c/unknown/rooms', new FakeNode({ world: lively('fr') }))
  await waitFor(() => expect(router.state.location.pathname).toBe('/c/c0/today'))
})

test('modules that do not exist have no entry', async () => {
  renderApp('/c/c0/rooms', new FakeNode({ world: lively('fr') }))
  const nav = await screen.findByRole('navigation', { name: /Rubriques/ })
  const names = [...nav.querySelectorAll('a[href^="/c/c0/"]')].map((link) => link.getAttribute('href'))
  expect(names.filter((href) => !href?.includes('/rooms/'))).toEqual([
    '/c/c0/today',
    '/c/c0/rooms',
    '/c/c0/boards',
    '/c/c0/agenda',
    '/c/c0/people',
    '/c/c0/invite',
  ])
})

test('the status is said in words', async () => {
  const world = lively('fr')
  world.status.connected = 0
  const node = new FakeNode({ world })
  renderApp('/c/c0/rooms', node)
  expect(await screen.findByText('Hors ligne : tout est gardé ici')).toBeVisible()
  world.status.connected = 2
  node.changed(['status'])
  expect(await screen.findByText('2 voisins connectés')).toBeVisible()
})

test('the banner of the recovery words stays until they are checked', async () => {
  const world = lively('en')
  const node = new FakeNode({ world })
  renderApp('/c/c0/rooms', node)
  expect(await screen.findByText(/recovery words are not written down/)).toBeVisible()
  world.status.phrase = 'checked'
  node.changed(['status'])
  await waitFor(() => expect(screen.queryByText(/recovery words are not written down/)).toBeNull())
})
