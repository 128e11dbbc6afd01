import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { FakeNode } from '@/testing/fake-node'
import { renderApp } from '@/testing/render-app'
import { livelyWorld } from '@/testing/seed'

function search(path: string) {
  const world = livelyWorld('en', Date.now())
  world.settings.language = 'en'
  return renderApp(path, new FakeNode({ world }))
}

test('a search that finds nothing proposes what it has not done', async () => {
  search('/search?q=xyzzy&in=c0')
  expect(await screen.findByText('Try fewer words, or look in all communities.')).toBeVisible()
  await userEvent.click(screen.getByRole('button', { name: 'Search all communities' }))
  expect(await screen.findByText('Try fewer words, or another one.')).toBeVisible()
  expect(screen.queryByText(/all communities\./)).toBeNull()
})
