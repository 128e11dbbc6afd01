/** Starts the fake node of `npm run dev:fake`. The address may say what to show: `?lang=fr&theme=dark&world=empty`. */
import type { Message } from '@/generated/bindings'
import { setTransport } from '@/node/door'
import { FakeNode } from './fake-node'
import { emptyWorld, livelyWorld, type World } from './seed'

const KEPT = 'afo.demo'

/** Puts the fake node in place. */
export function startDemo(): void {
  const given = new URLSearchParams(location.search)
  const kept = new URLSearchParams(sessionStorage.getItem(KEPT) ?? '')
  for (const name of ['lang', 'theme', 'world', 'size']) {
    const value = given.get(name)
    if (value) kept.set(name, value)
  }
  sessionStorage.setItem(KEPT, kept.toString())
  const language = kept.get('lang') === 'en' ? 'en' : 'fr'
  const world = worldNamed(kept.get('world') ?? 'lively', language)
  const theme = kept.get('theme')
  world.settings.language = language
  world.settings.theme = theme === 'dark' || theme === 'light' ? theme : 'system'
  world.settings.text_size = Number(kept.get('size') ?? 100)
  const failing = kept.get('world') === 'failing'
  const node = new FakeNode({ world, ...(failing ? { failing: { code: 'internal', message: 'demo' } } : {}) })
  setTransport(node)
  Object.assign(globalThis, { demo: node })
}

function worldNamed(name: string, language: 'fr' | 'en'): World {
  if (name === 'new') return emptyWorld()
  const world = livelyWorld(language, Date.now())
  if (name === 'huge') return hugeWorld(world)
  if (name !== 'empty') return world
  for (const table of [world.rooms, world.boards, world.events, world.invites, world.groups]) {
    for (const community of Object.keys(table)) table[community] = []
  }
  const me = world.profiles.c0?.slice(0, 1) ?? []
  world.profiles.c0 = me
  world.rooms.c0 = [
    {
      id: 'r0',
      name: language === 'fr' ? 'Discussion générale' : 'General',
      purpose: '',
      unread: 0,
      last: null,
      muted: false,
    },
  ]
  world.messages.r0 = []
  world.peers = []
  world.status.connected = 0
  world.status.addresses = []
  return world
}

/** As many messages as the lists have to bear. */
const HUGE = 100_000

/** Fills the first room, a minute between two messages. */
function hugeWorld(world: World): World {
  const pattern = world.messages.r0?.filter((message) => !message.deleted) ?? []
  const now = Date.now()
  world.messages.r0 = Array.from({ length: HUGE }, (_, index) => ({
    ...(pattern[index % pattern.length] as Message),
    id: `h${index}`,
    time_ms: now - (HUGE - index) * 60_000,
    text: `${pattern[index % pattern.length]?.text ?? ''} message ${index}`,
    reply_to: null,
    topic: null,
  }))
  return world
}
