import { nodeQuery, useNodeMutation } from '@/node/query'

/** How this device shows things. */
export const settingsQuery = () => nodeQuery(['settings'], 'settings_get', {})

/** This node: version, folder, keys. */
export const statusQuery = () => nodeQuery(['status'], 'status', {})

/** Changes the settings of this device. */
export const useSettingsSet = () => useNodeMutation('settings_set', () => [['settings']])
