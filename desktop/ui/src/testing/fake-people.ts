/** Profiles and members of the fake node. */
import { sameLetters } from '@/lib/same-letters'
import type { FakeDesk, Handlers } from './fake-desk'
import { groupsOf } from './fake-groups'
import { found, page } from './fake-pages'
import { membersOf } from './world'

/** Returns the commands. */
export const fakePeople = (desk: FakeDesk): Handlers => ({
  profile_get: ({ community, person }) => {
    const profiles = desk.world.profiles[community]
    const profile = person ? found(profiles?.find((one) => one.person === person)) : desk.me(community)
    return { ...profile, groups: groupsOf(desk.world, community, profile.person) }
  },
  profile_set: ({ community, ...input }) => {
    const me = Object.assign(desk.me(community), input)
    for (const one of desk.world.communities) if (one.id === community) one.nameless = false
    desk.changed(['profile', community, me.person], ['members', community])
    return me
  },
  members: ({ community, skill, learns }) => {
    const holds = (list: string[], words: string | null | undefined) =>
      !words ||
      sameLetters(words)
        .split(/\s+/)
        .every((word) => sameLetters(list.join(' ')).includes(word))
    return page(
      membersOf(desk.world, community).filter(
        (member) => holds(member.can_help, skill) && holds(member.wants_to_learn, learns),
      ),
    )
  },
  member_role: ({ community, person, role }) => {
    const one = found(desk.world.profiles[community]?.find((profile) => profile.person === person))
    one.role = role
    desk.changed(['members', community])
    return {}
  },
  member_remove: ({ community, person }) => {
    desk.world.profiles[community] = (desk.world.profiles[community] ?? []).filter(
      (profile) => profile.person !== person,
    )
    desk.changed(['members', community])
    return {}
  },
  community_leave: ({ community }) => {
    const one = found(desk.world.communities.find((candidate) => candidate.id === community))
    one.state = 'left'
    desk.changed(['communities'])
    return {}
  },
})
