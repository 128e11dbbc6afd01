/** What a community can be; its words are `create.kind.…`. */
export const kinds = [
  'neighbourhood',
  'association',
  'school',
  'town',
  'building',
  'project',
  'other',
] as const

export type Kind = (typeof kinds)[number]

/** Returns the kind of this name; undefined for one of a later version. */
export const kindNamed = (name: string): Kind | undefined => kinds.find((kind) => kind === name)
