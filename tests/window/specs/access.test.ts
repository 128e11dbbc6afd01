/** axe finds nothing on any screen of the real window: light, dark and high contrast, French and English. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { Window } from '../src/window.ts'
import { begun, withWindow } from '../src/with-window.ts'

const AXE = fileURLToPath(new URL('../../../desktop/ui/node_modules/axe-core/axe.min.js', import.meta.url))
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

const looks = [
  { name: 'light', theme: 'light', high_contrast: false },
  { name: 'dark', theme: 'dark', high_contrast: false },
  { name: 'high contrast', theme: 'light', high_contrast: true },
] as const

for (const language of ['fr', 'en'] as const) {
  test(`every screen is accessible, ${language}`, () =>
    withWindow(`access-${language}`, async (window) => {
      const paths = await everyScreen(window, language)
      const axe = await readFile(AXE, 'utf8')
      // The example is found by the start alone: the page is loaded anew, and axe comes after.
      await window.run('globalThis.isOld = true; location.href = "/"')
      await window.holds('the page is another', 'return globalThis.isOld === undefined')
      await begun(window)
      await window.run(`${axe}; globalThis.axe = axe`)
      const settings = await window.ask<object>('settings_get')
      const faults: string[] = []
      for (const { name, theme, high_contrast } of looks) {
        await window.ask('settings_set', { ...settings, language, theme, high_contrast, reduced_motion: true })
        await window.holds(
          'the look is there',
          `const { theme, contrast } = document.documentElement.dataset
           return theme === '${theme}' && (contrast === 'more') === ${high_contrast} && document.documentElement.lang.startsWith('${language}')`,
        )
        for (const path of paths) {
          await show(window, path)
          for (const fault of await look(window)) faults.push(`${name} ${path}: ${fault}`)
        }
      }
      assert.deepEqual(faults, [])
    }))
}

/** Makes the example community and returns every address of `app/router.tsx` in it. */
async function everyScreen(window: Window, lang: 'fr' | 'en'): Promise<string[]> {
  type Page = { items: { id: string }[] }
  const { id: community } = await window.ask<{ id: string }>('example_create', { lang })
  const first = async (command: string, input: object = {}) => {
    const { items } = await window.ask<Page>(command, { community, ...input })
    const found = items[0]?.id
    if (!found) throw new Error(`the example has no ${command}`)
    return found
  }
  const room = await first('rooms')
  const post = await first('posts', { board: null, before: null, limit: 10 })
  const day = 86_400_000
  const event = await first('events', { from_ms: Date.now() - 60 * day, to_ms: Date.now() + 60 * day, limit: 10 })
  const members = await window.ask<{ items: { person: string }[] }>('members', { community, limit: 10 })
  const person = members.items[0]?.person
  const inside = [
    'today',
    'rooms',
    `rooms/${room}`,
    'boards',
    'boards/new',
    `posts/${post}`,
    `posts/${post}/edit`,
    'agenda',
    'agenda?view=week',
    'agenda?view=month',
    'agenda/import',
    'agenda/new',
    `agenda/${event}`,
    `agenda/${event}/edit`,
    'export',
    'people',
    'people/groups',
    `people/${person}`,
    'people/me/edit',
    'invite',
  ]
  const outside = ['/welcome', '/welcome/create', '/welcome/join', '/welcome/words', '/search?q=a', '/network', '/settings', '/nowhere']
  return [...inside.map((path) => `/c/${community}/${path}`), ...outside]
}

async function show(window: Window, path: string): Promise<void> {
  await window.go(path)
  await window.holds(
    `the screen ${path} is there`,
    `const loading = [...document.querySelectorAll('[role=status]')].some((one) => /Un instant|One moment/.test(one.getAttribute('aria-label') ?? ''))
     return location.pathname + location.search === ${JSON.stringify(path)} && document.querySelector('main h1, h1') !== null && !loading`,
  )
  // A frame is drawn and what it asks has arrived.
  await window.later('requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50)))')
}

function look(window: Window): Promise<string[]> {
  return window.later<string[]>(`axe.run(document, { runOnly: ${JSON.stringify(TAGS)}, resultTypes: ['violations'] }).then(
    ({ violations }) => done(violations.map(({ id, nodes }) => id + ': ' + nodes.map((node) => node.html.slice(0, 160)).join(' | '))),
    (error) => done([String(error)]))`)
}
