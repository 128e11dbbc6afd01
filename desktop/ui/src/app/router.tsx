/** Every address of the app and the screen it shows. Screens load when they are first opened. */
import { createBrowserRouter, type RouteObject } from 'react-router'
import { Broken, NotFound } from './broken'
import { CommunityHome } from './community-home'
import { Frame } from './frame'
import { Root } from './root'
import { Start } from './start'

/** What a route tells the frame: where "back" leads in the narrow layout; without it, to the community's home. */
export interface RouteHandle {
  up?: (params: Record<string, string | undefined>) => string
}

const up = (make: RouteHandle['up']): RouteHandle => (make ? { up: make } : {})

/** The table of addresses. */
export const routes: RouteObject[] = [
  {
    element: <Root />,
    // The first screen is there in a blink; until then the page stays calm.
    HydrateFallback: () => null,
    errorElement: <Broken />,
    children: [
      { index: true, element: <Start /> },
      { path: 'welcome', lazy: () => import('@/features/welcome/welcome-screen') },
      { path: 'welcome/create', lazy: () => import('@/features/welcome/create-screen') },
      { path: 'welcome/join', lazy: () => import('@/features/welcome/join-screen') },
      { path: 'welcome/join/:join', lazy: () => import('@/features/welcome/join-progress-screen') },
      { path: 'welcome/words', lazy: () => import('@/features/welcome/words-screen') },
      {
        element: <Frame />,
        children: [
          {
            errorElement: <Broken />,
            children: [
              { path: 'search', lazy: () => import('@/features/search/search-screen') },
              { path: 'network', lazy: () => import('@/features/network/network-screen') },
              { path: 'settings', lazy: () => import('@/features/settings/settings-screen') },
              {
                path: 'c/:community',
                children: [
                  { index: true, element: <CommunityHome /> },
                  { path: 'today', lazy: () => import('@/features/today/today-screen') },
                  { path: 'rooms', lazy: () => import('@/features/chat/rooms-screen') },
                  {
                    path: 'rooms/:room',
                    lazy: () => import('@/features/chat/room-screen'),
                    handle: up((p) => `/c/${p.community}/rooms`),
                  },
                  { path: 'boards', lazy: () => import('@/features/boards/boards-screen') },
                  {
                    path: 'boards/new',
                    lazy: () => import('@/features/boards/write-screen'),
                    handle: up((p) => `/c/${p.community}/boards`),
                  },
                  {
                    path: 'posts/:post',
                    lazy: () => import('@/features/boards/post-screen'),
                    handle: up((p) => `/c/${p.community}/boards`),
                  },
                  {
                    path: 'posts/:post/edit',
                    lazy: () => import('@/features/boards/edit-screen'),
                    handle: up((p) => `/c/${p.community}/posts/${p.post}`),
                  },
                  { path: 'agenda', lazy: () => import('@/features/agenda/agenda-screen') },
                  {
                    path: 'agenda/new',
                    lazy: () => import('@/features/agenda/create-screen'),
                    handle: up((p) => `/c/${p.community}/agenda`),
                  },
                  {
                    path: 'agenda/import',
                    lazy: () => import('@/features/agenda/import-screen'),
                    handle: up((p) => `/c/${p.community}/agenda`),
                  },
                  {
                    path: 'agenda/:event',
                    lazy: () => import('@/features/agenda/event-screen'),
                    handle: up((p) => `/c/${p.community}/agenda`),
                  },
                  {
                    path: 'agenda/:event/edit',
                    lazy: () => import('@/features/agenda/edit-screen'),
                    handle: up((p) => `/c/${p.community}/agenda/${p.event}`),
                  },
                  {
                    path: 'export',
                    lazy: () => import('@/features/settings/export-screen'),
                    handle: up(() => '/settings'),
                  },
                  { path: 'people', lazy: () => import('@/features/people/people-screen') },
                  {
                    path: 'people/groups',
                    lazy: () => import('@/features/people/groups-screen'),
                    handle: up((p) => `/c/${p.community}/people`),
                  },
                  {
                    path: 'people/groups/:group',
                    lazy: () => import('@/features/people/group-screen'),
                    handle: up((p) => `/c/${p.community}/people/groups`),
                  },
                  {
                    path: 'people/me/edit',
                    lazy: () => import('@/features/people/edit-screen'),
                    handle: up((p) => `/c/${p.community}/people`),
                  },
                  {
                    path: 'people/:person',
                    lazy: () => import('@/features/people/profile-screen'),
                    handle: up((p) => `/c/${p.community}/people`),
                  },
                  {
                    path: 'invite',
                    lazy: () => import('@/features/invite/invite-screen'),
                    handle: up((p) => `/c/${p.community}/people`),
                  },
                ],
              },
              { path: '*', element: <NotFound /> },
            ],
          },
        ],
      },
    ],
  },
]

/** Returns a router over the browser's address bar. */
export const newRouter = () => createBrowserRouter(routes)
