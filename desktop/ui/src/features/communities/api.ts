import { nodeQuery } from '@/node/query'

/** The communities of this person. */
export const communitiesQuery = () => nodeQuery(['communities'], 'communities', {})
