import { QueryClientProvider } from '@tanstack/react-query'
import { render } from '@testing-library/react'
import axeCore from 'axe-core'
import { createMemoryRouter } from 'react-router'
import { RouterProvider } from 'react-router/dom'
import { Appearance } from '@/app/appearance'
import { routes } from '@/app/router'
import { newQueryClient } from '@/node/client'
import { setTransport } from '@/node/door'
import { followNotices } from '@/node/notices'
import type { FakeNode } from './fake-node'

/** Renders the whole app at an address, over a fake node. */
export function renderApp(path: string, node: FakeNode) {
  setTransport(node)
  const queries = newQueryClient()
  const stop = followNotices(queries, node)
  const router = createMemoryRouter(routes, { initialEntries: [path] })
  const shown = render(
    <QueryClientProvider client={queries}>
      <Appearance>
        <RouterProvider router={router} />
      </Appearance>
    </QueryClientProvider>,
  )
  return { ...shown, router, queries, stop }
}

/** Returns what axe finds, as short lines; colours are looked at in a real browser. */
export async function axeFaults(element: Element): Promise<string[]> {
  const { violations } = await axeCore.run(element as HTMLElement, {
    rules: { 'color-contrast': { enabled: false } },
  })
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)
}
