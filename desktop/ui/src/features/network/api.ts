import { nodeQuery, useNodeMutation } from '@/node/query'

/** This node: how many are connected, its addresses. */
export const statusQuery = () => nodeQuery(['status'], 'status', {})

/** The computers this one knows. */
export const peersQuery = () => nodeQuery(['peers'], 'peers', {})

/** Connects to an address. */
export const usePeerDial = () => useNodeMutation('peer_dial', () => [['peers']])

/** Refuses a computer, or accepts it again. */
export const usePeerBlock = () => useNodeMutation('peer_block', () => [['peers']])
