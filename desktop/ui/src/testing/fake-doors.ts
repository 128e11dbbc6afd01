/** The first steps at the fake node: words, invitations, joining. */
import { NodeFailure } from '@/node/failure'
import type { FakeDesk, Handlers } from './fake-desk'
import { found, page } from './fake-pages'
import { fakeInvite } from './seed-invite'

/** Returns the commands. */
export function fakeDoors(desk: FakeDesk): Handlers {
  const looks = new Set<string>()
  return {
    phrase_new: ({ language }) => {
      desk.world.status.phrase = 'unchecked'
      desk.changed(['status'])
      return { words: phraseWords(language) }
    },
    phrase_check: ({ answers }) => {
      const ok = answers.every(({ index, word }) =>
        [phraseWords('fr')[index], phraseWords('en')[index]].includes(word.trim().toLowerCase()),
      )
      if (ok) desk.world.status.phrase = 'checked'
      desk.changed(['status'])
      return { ok }
    },
    community_create: ({ name, kind, display_name }) => {
      const community = desk.found(name, kind, display_name)
      desk.changed(['communities'])
      return community
    },
    invite_create: ({ community, role, uses, expires_ms, approval }) => {
      const invite = {
        ...fakeInvite(desk.id('i'), desk.now(), desk.me(community).name),
        role,
        uses: uses ?? null,
        used: 0,
        expires_ms: expires_ms ?? null,
        approval,
      }
      desk.world.invites[community]?.unshift(invite)
      desk.changed(['invites', community])
      return invite
    },
    invite_list: ({ community }) => page(desk.world.invites[community] ?? []),
    invite_revoke: ({ community, invite }) => {
      const one = found(desk.world.invites[community]?.find((candidate) => candidate.id === invite))
      one.revoked = true
      desk.changed(['invites', community])
      return one
    },
    link_read: ({ link }) => {
      const found = /allforone:\/\/join\/\S{20,}/.exec(link)?.[0]
      if (!found) throw new NodeFailure({ code: 'wrong_link', message: 'This is no invitation.' })
      return {
        kind: link.startsWith('allforone') ? 'invite' : 'file',
        community: null,
        name: /name: (.*)/.exec(link)?.[1] ?? null,
        here: false,
        expires_ms: desk.now() + 7 * 86_400_000,
        expired: link.includes('expired'),
        link: found,
        addresses: [],
      }
    },
    example_create: ({ lang }) => {
      const name = lang === 'fr' ? 'Rue de l’Exemple' : 'Example Street'
      const community = desk.found(name, 'neighbourhood', lang === 'fr' ? 'Vous' : 'You')
      Object.assign(found(desk.world.communities.at(-1)), { example: true })
      desk.changed(['communities'])
      return { ...community, example: true }
    },
    example_remove: ({ community }) => {
      desk.world.communities = desk.world.communities.filter((one) => one.id !== community)
      desk.changed(['all'])
      return {}
    },
    join_start: ({ link, display_name }) => {
      if (!link.startsWith('allforone://join/') && link.length < 8) {
        throw new NodeFailure({ code: 'wrong_link', message: 'This is no invitation.' })
      }
      const id = desk.id('j')
      desk.world.joins.set(id, { id, state: 'connecting', community: null, name: null, error: null })
      desk.advance(id, link, display_name)
      return found(desk.world.joins.get(id))
    },
    invite_look: ({ link }) => {
      const seen = looks.has(link)
      looks.add(link)
      if (!seen) return { state: 'looking', door: null, error: null }
      if (link.includes('nobody')) {
        looks.delete(link)
        const error = { code: 'unreachable', message: 'Nobody is there.' } as const
        return { state: 'failed', door: null, error }
      }
      const door = { name: 'Quartier des Lilas', kind: 'neighbourhood', members: 31, invited_by: 'Zoé' }
      return { state: 'seen', door: { ...door, approval: link.includes('approval') }, error: null }
    },
    join_status: ({ id }) => found(desk.world.joins.get(id)),
    join_cancel: ({ id }) => {
      const join = found(desk.world.joins.get(id))
      join.state = 'cancelled'
      return join
    },
    join_requests: ({ community }) => page(desk.world.requests[community] ?? []),
    join_answer: ({ community, person }) => {
      desk.world.requests[community] = (desk.world.requests[community] ?? []).filter(
        (one) => one.person !== person,
      )
      desk.changed(['invites', community], ['members', community])
      return {}
    },
  }
}

function phraseWords(language: 'fr' | 'en'): string[] {
  const french =
    'abeille balcon cerise dauphin école flûte gazelle hibou image jardin koala lavande marché nuage olive panier quartier radeau soleil tomate univers village wagon zéphyr'
  const english =
    'apple basket candle dolphin evening flower garden harvest island jacket kitchen lemon market neighbour orange pencil quarter river summer table umbrella village window yellow'
  return (language === 'fr' ? french : english).split(' ')
}
