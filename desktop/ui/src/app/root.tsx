import { RouterProvider } from 'react-aria-components'
import { type NavigateOptions, Outlet, useHref, useNavigate } from 'react-router'
import { Said } from './said'

declare module 'react-aria-components' {
  interface RouterConfig {
    routerOptions: NavigateOptions
  }
}

/** Lets the links of React Aria go through our router. */
export function Root() {
  const navigate = useNavigate()
  return (
    <RouterProvider navigate={(to, options) => void navigate(to, options)} useHref={useHref}>
      <Outlet />
      <Said />
    </RouterProvider>
  )
}
