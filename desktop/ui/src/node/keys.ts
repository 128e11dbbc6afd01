/** Which queries show a subject. A query's key is the subject it shows, then what else it depends on. */
import type { Subject } from '@/generated/bindings'

/** What tells a day in short is stale whenever something in it changed. */
const TODAY: readonly string[][] = [['today']]

/** Returns the beginnings of all query keys that a subject makes stale; the empty key means everything. */
export function affectedKeys(subject: Subject): readonly string[][] {
  switch (subject[0]) {
    case 'all':
      return [[]]
    case 'unread': {
      const community = subject[1]
      return [['communities'], ['rooms', community], ['boards', community], ...TODAY]
    }
    case 'messages': {
      const [, community, room] = subject
      return [['messages', community, room], ['rooms', community], ['search'], ...TODAY]
    }
    case 'posts': {
      // A post's own page says, too, how many have it.
      const community = subject[1]
      return [['posts', community], ['boards', community], ['thread', community], ['search'], ...TODAY]
    }
    case 'thread': {
      const [, community, post] = subject
      return [['thread', community, post], ['posts', community], ['search'], ...TODAY]
    }
    case 'events':
      return [['events', subject[1]], ['event', subject[1]], ['search'], ...TODAY]
    case 'event': {
      const [, community, event] = subject
      return [['event', community, event], ['events', community], ...TODAY]
    }
    case 'groups':
      return [['groups', subject[1]], ['search']]
    case 'group': {
      const [, community, group] = subject
      return [['group', community, group], ['groups', community], ['profile', community], ['search']]
    }
    case 'profile':
      return [
        ['profile', subject[1]],
        ['members', subject[1]],
      ]
    case 'members':
      return [['members', subject[1]], ['profile', subject[1]], ['communities'], ...TODAY]
    case 'peers':
      return [['peers'], ['status'], ['members']]
    case 'communities':
    case 'settings':
    case 'status':
    case 'join':
    case 'invites':
    case 'rooms':
    case 'boards':
      return [[...subject]]
    default:
      return [[]]
  }
}
