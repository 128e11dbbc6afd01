/** A believable neighbourhood for the demonstration and the tests, in both languages. */
import { seedBoards } from './seed-boards'
import { english } from './seed-english'
import { seedEvents } from './seed-events'
import { french } from './seed-french'
import { fakeInvite } from './seed-invite'
import { seedPeers } from './seed-peers'
import { seedRooms } from './seed-rooms'
import { DAY, HOUR } from './seed-time'
import { emptyWorld, type World } from './world'

export { emptyWorld, type World } from './world'

/** Returns a node that has been in use for a year. `now`: ms since 1970. */
export function livelyWorld(language: 'fr' | 'en', now: number): World {
  const words = language === 'fr' ? french : english
  const world = emptyWorld()
  world.status.connected = 2
  world.visited = now - 2 * DAY
  world.joins.set('j0', { id: 'j0', state: 'waiting_approval', community: null, name: null, error: null })
  world.status.phrase = 'unchecked'
  world.communities = words.communities.map((community, index) => ({
    id: `c${index}`,
    name: community.name,
    kind: community.kind,
    role: index === 0 ? 'owner' : 'member',
    members: index === 0 ? words.people.length : 3 + index,
    unread: index === 0 ? 4 : 0,
    state: 'member',
    joined_ms: now - 320 * DAY,
    me: 'p0',
    nameless: false,
    example: false,
  }))
  for (const [index, community] of world.communities.entries()) {
    const people = index === 0 ? words.people : words.people.slice(0, 3 + index)
    world.profiles[community.id] = people.map((person, place) => ({
      person: `p${place}`,
      name: person.name,
      about: person.about,
      languages: person.languages,
      can_help: person.help,
      wants_to_learn: person.learn,
      contact: person.contact,
      groups: [],
      color: (place * 5) % 12,
      mine: place === 0,
      role: place === 0 ? community.role : place === 1 ? 'moderator' : 'member',
      joined_ms: now - (320 - place * 17) * DAY,
    }))
    world.rooms[community.id] = []
    world.boards[community.id] = []
    world.events[community.id] = []
    world.invites[community.id] = []
  }
  world.online = new Set(['p1', 'p3'])
  world.pinned = new Set(['r0-m182'])
  seedRooms(world, words, now)
  seedBoards(world, words, now)
  seedEvents(world, words, now)
  seedPeers(world, now)
  world.groups.c0 = words.groups.map((group, index) => ({
    id: `g${index}`,
    name: group.name,
    purpose: group.purpose,
    icon: group.icon,
    archived: group.archived ?? false,
    author: `p${group.who}`,
    time_ms: now - (index + 3) * 9 * DAY,
    people: group.people.map((who) => `p${who}`),
  }))
  world.requests.c0 = [{ person: 'px', name: 'Nadia Cohen', time_ms: now - HOUR }]
  world.invites.c0 = [fakeInvite('i0', now - 6 * DAY, words.people[0]?.name ?? '')]
  return world
}
