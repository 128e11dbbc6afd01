/** Groups of the fake node. */
import type { Group, GroupPage, ProfileGroup } from '@/generated/bindings'
import { NodeFailure } from '@/node/failure'
import type { FakeDesk, Handlers } from './fake-desk'
import { found, page } from './fake-pages'
import type { World } from './world'

/** A group, and the ids of who is in it. */
export type SeedGroup = Pick<
  Group,
  'id' | 'name' | 'purpose' | 'icon' | 'archived' | 'author' | 'time_ms'
> & {
  people: string[]
}

/** Returns the groups in which somebody is, as their profile shows them. */
export const groupsOf = (world: World, community: string, person: string): ProfileGroup[] =>
  (world.groups[community] ?? [])
    .filter((group) => !group.archived && group.people.includes(person))
    .map(({ id, name, icon }) => ({ id, name, icon }))

/** Returns the commands. */
export function fakeGroups(desk: FakeDesk): Handlers {
  const all = (community: string) => {
    desk.world.groups[community] ??= []
    return desk.world.groups[community]
  }
  const find = (community: string, id: string) => found(all(community).find((group) => group.id === id))
  const view = (community: string, { people, ...group }: SeedGroup): Group => {
    const profiles = desk.world.profiles[community] ?? []
    const me = desk.me(community)
    return {
      ...group,
      author_name: profiles.find((one) => one.person === group.author)?.name ?? '',
      count: people.length,
      joined: people.includes(me.person),
      may_edit: group.author === me.person || !['guest', 'member'].includes(me.role),
    }
  }
  const told = (community: string, group: SeedGroup): Group => {
    desk.changed(['group', community, group.id], ['groups', community])
    return view(community, group)
  }
  return {
    groups: ({ community }) =>
      page(
        all(community)
          .map((group) => view(community, group))
          .sort((a, b) => a.name.localeCompare(b.name)),
      ),
    group: ({ community, group: id }): GroupPage => {
      const group = find(community, id)
      const profiles = desk.world.profiles[community] ?? []
      const people = profiles.filter((one) => group.people.includes(one.person))
      return {
        group: view(community, group),
        people: people
          .map(({ person, name, color, mine }) => ({ person, name, color, me: mine }))
          .sort((a, b) => a.name.localeCompare(b.name)),
      }
    },
    group_create: ({ community, ...words }) => {
      const me = desk.me(community).person
      const id = desk.id('g')
      const group = { ...words, id, archived: false, author: me, time_ms: desk.now(), people: [me] }
      all(community).push(group)
      return told(community, group)
    },
    group_edit: ({ community, group: id, ...words }) =>
      told(community, Object.assign(find(community, id), words)),
    group_archive: ({ community, group: id, on }) =>
      told(community, Object.assign(find(community, id), { archived: on })),
    group_join: ({ community, group: id, on }) => {
      const group = find(community, id)
      const me = desk.me(community).person
      if (on && group.archived) throw new NodeFailure({ code: 'not_allowed', message: 'It is put away.' })
      group.people = [...group.people.filter((person) => person !== me), ...(on ? [me] : [])]
      return told(community, group)
    },
  }
}
