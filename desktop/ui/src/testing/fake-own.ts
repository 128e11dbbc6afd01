/** What is the fake device’s own: status, today, search, settings, connections. */
import { NodeFailure } from '@/node/failure'
import type { FakeDesk, Handlers } from './fake-desk'
import { found, page } from './fake-pages'
import { fakeSearch } from './fake-search'
import { fakeToday } from './fake-time'

/** Returns the commands. */
export const fakeOwn = (desk: FakeDesk): Handlers => ({
  status: () => desk.world.status,
  today: ({ community }) => fakeToday(desk.world, community ?? null, desk.now(), (id) => desk.rows(id)),
  visit_mark: ({ community, all_read }) => {
    desk.world.visited = desk.now()
    if (all_read) {
      for (const one of desk.world.communities) {
        if (community && one.id !== community) continue
        for (const place of [...(desk.world.rooms[one.id] ?? []), ...(desk.world.boards[one.id] ?? [])]) {
          place.unread = 0
        }
        one.unread = 0
      }
    }
    desk.changed(['all'])
    return {}
  },
  communities: () => page(desk.world.communities),
  search: ({ query, community, limit }) =>
    page(fakeSearch(desk.world, query, community ?? undefined).slice(0, limit)),
  mark_read: ({ community, place }) => {
    for (const one of [...(desk.world.rooms[community] ?? []), ...(desk.world.boards[community] ?? [])]) {
      if (one.id === place) one.unread = 0
    }
    const here = found(desk.world.communities.find((one) => one.id === community))
    here.unread = (desk.world.rooms[community] ?? []).reduce((sum, room) => sum + room.unread, 0)
    desk.changed(['unread', community])
    return {}
  },
  draft_get: ({ community, place }) => ({ text: desk.world.drafts.get(`${community}/${place}`) ?? '' }),
  draft_set: ({ community, place, text }) => {
    desk.world.drafts.set(`${community}/${place}`, text)
    return {}
  },
  settings_get: () => desk.world.settings,
  settings_set: (settings) => {
    desk.world.settings = settings
    desk.changed(['settings'])
    return settings
  },
  peers: () => page(desk.world.peers),
  peer_dial: ({ address }) => {
    if (!address.startsWith('/')) throw new NodeFailure({ code: 'bad_input', message: 'not an address' })
    if (address.includes('unreachable'))
      throw new NodeFailure({ code: 'unreachable', message: 'nobody there' })
    return {}
  },
  peer_block: ({ peer_id, on }) => {
    const peer = found(desk.world.peers.find((one) => one.peer_id === peer_id))
    peer.blocked = on
    peer.connected = false
    desk.changed(['peers'])
    return {}
  },
  export: () => ({ files: 12, bytes: 48_300, stopped: false }),
  export_status: () => ({ format: null, rows: 0 }),
  export_stop: () => ({}),
})
