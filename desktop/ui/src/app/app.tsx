import { QueryClientProvider } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { RouterProvider } from 'react-router/dom'
import { newQueryClient } from '@/node/client'
import { transport } from '@/node/door'
import { followLinks } from '@/node/links'
import { followNotices } from '@/node/notices'
import { followPlaces } from '@/node/shell'
import { Appearance } from './appearance'
import { newRouter } from './router'

/** The whole app: the cache, the stream of notices, the look, the screens. */
export function App() {
  const [queries] = useState(newQueryClient)
  const [router] = useState(newRouter)
  useEffect(() => followNotices(queries, transport()), [queries])
  useEffect(
    () => followLinks((link) => void router.navigate(`/welcome/join#link=${encodeURIComponent(link)}`)),
    [router],
  )
  useEffect(() => followPlaces((path) => void router.navigate(path)), [router])
  return (
    <QueryClientProvider client={queries}>
      <Appearance>
        <RouterProvider router={router} />
      </Appearance>
    </QueryClientProvider>
  )
}
