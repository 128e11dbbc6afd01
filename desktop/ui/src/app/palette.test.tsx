import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { FakeNode } from '@/testing/fake-node'
import { axeFaults, renderApp } from '@/testing/render-app'
import { livelyWorld } from '@/testing/seed'

async function openFrame(path = '/c/c0/rooms') {
  const world = livelyWorld('en', Date.now())
  world.settings.language = 'en'
  const shown = renderApp(path, new FakeNode({ world }))
  await screen.findByRole('heading', { level: 1 })
  return shown
}

test('Ctrl K finds verbs, places and people by their first letters', async () => {
  const { router } = await openFrame()
  await userEvent.keyboard('{Control>}k{/Control}')
  const field = await screen.findByRole('searchbox')
  await waitFor(() => expect(field).toHaveFocus())
  expect(await axeFaults(document.body)).toEqual([])
  await userEvent.keyboard('lea mar')
  expect(await screen.findByRole('menuitem', { name: /Léa Martin/ })).toBeVisible()
  await userEvent.clear(field)
  await userEvent.keyboard('org')
  await screen.findByRole('menuitem', { name: /Organise an event/ })
  await userEvent.keyboard('{Enter}')
  await waitFor(() => expect(router.state.location.pathname).toBe('/c/c0/agenda/new'))
})

test('what somebody wrote is found by its words', async () => {
  const { router } = await openFrame()
  await userEvent.keyboard('{Control>}k{/Control}')
  await userEvent.type(await screen.findByRole('searchbox'), 'soup')
  await userEvent.click(await screen.findByRole('menuitem', { name: /Soup evening.*Event/ }))
  await waitFor(() => expect(router.state.location.pathname).toBe('/c/c0/agenda/e0'))
})

test('what is not found is searched everywhere', async () => {
  const { router } = await openFrame()
  await userEvent.keyboard('{Control>}k{/Control}')
  await userEvent.type(await screen.findByRole('searchbox'), 'zucchini')
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Search for “zucchini” everywhere' }))
  await waitFor(() => expect(router.state.location.search).toContain('q=zucchini'))
})

test('Create offers verbs, also by Alt N', async () => {
  const { router } = await openFrame()
  await userEvent.keyboard('{Alt>}n{/Alt}')
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Announce something' }))
  await waitFor(() => expect(router.state.location.search).toBe('?kind=announcement'))
})

test('F1 and the button at the side show the same help', async () => {
  await openFrame()
  await userEvent.keyboard('{F1}')
  expect(await screen.findByRole('dialog', { name: 'Help' })).toBeVisible()
  await userEvent.keyboard('{Escape}')
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  await userEvent.click(screen.getByRole('button', { name: 'Help' }))
  expect(await screen.findByRole('dialog', { name: 'Help' })).toBeVisible()
})

test('F6 goes through the parts of the window, Escape goes up', async () => {
  const { router } = await openFrame('/c/c0/posts/t0')
  await userEvent.keyboard('{F6}')
  expect(document.activeElement?.closest('nav')).toHaveAttribute('aria-label', 'Communities')
  await userEvent.keyboard('{F6}{F6}')
  expect(screen.getByRole('main')).toHaveFocus()
  await userEvent.keyboard('{Escape}')
  await waitFor(() => expect(router.state.location.pathname).toBe('/c/c0/boards'))
})
