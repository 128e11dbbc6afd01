/** The machines that the believable neighbourhood is seen on. */
import { DAY, HOUR, MINUTE } from './seed-time'
import { person, type World } from './world'

/** Fills the list of machines. `now`: ms since 1970. */
export function seedPeers(world: World, now: number) {
  const who = (index: number) => [{ community: 'c0', person: `p${index}`, name: person(world, index).name }]
  world.peers = [
    {
      peer_id: '12D3KooWLeaMartin',
      address: '/ip4/192.168.1.20/tcp/4001',
      how: 'local',
      connected: true,
      since_ms: now - 47 * MINUTE,
      last_sync_ms: now - 2 * MINUTE,
      people: who(1),
      version: '0.1.0',
      blocked: false,
      note: null,
    },
    {
      peer_id: '12D3KooWSamuel',
      address: '/ip4/82.64.10.7/udp/4001/quic-v1',
      how: 'direct',
      connected: true,
      since_ms: now - 3 * HOUR,
      last_sync_ms: now - 4 * MINUTE,
      people: who(3),
      version: '0.1.0',
      blocked: false,
      note: null,
    },
    {
      peer_id: '12D3KooWAmina',
      address: '/ip4/192.168.1.31/tcp/4001',
      how: 'relay',
      connected: false,
      since_ms: now - 2 * DAY,
      last_sync_ms: now - 2 * DAY,
      people: who(2),
      version: '0.1.0',
      blocked: false,
      note: null,
    },
  ]
}
