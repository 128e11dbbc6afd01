import type { Role } from '@/generated/bindings'

/** Ranks from the lowest to the highest. */
export const RANKS: readonly Role[] = ['guest', 'member', 'moderator', 'admin', 'owner']
