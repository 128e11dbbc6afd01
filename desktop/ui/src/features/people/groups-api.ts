import { nodeQuery, useNodeMutation } from '@/node/query'

/** The groups of a community, by name, also those that are put away. */
export const groupsQuery = (community: string) => nodeQuery(['groups', community], 'groups', { community })

/** A group with its people. */
export const groupQuery = (community: string, group: string) =>
  nodeQuery(['group', community, group], 'group', { community, group })

/** Founds a group; I am in it then. */
export const useGroupCreate = () =>
  useNodeMutation('group_create', ({ community }, { id }) => [['group', community, id]])

export const useGroupEdit = () =>
  useNodeMutation('group_edit', ({ community, group }) => [['group', community, group]])

/** Puts a group away, or brings it back. */
export const useGroupArchive = () =>
  useNodeMutation('group_archive', ({ community, group }) => [['group', community, group]])

/** Joins a group, or leaves it. */
export const useGroupJoin = () =>
  useNodeMutation('group_join', ({ community, group }) => [['group', community, group]])
