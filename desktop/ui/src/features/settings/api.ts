import { nodeQuery, useNodeMutation } from '@/node/query'

/** How this device shows things. */
export const settingsQuery = () => nodeQuery(['settings'], 'settings_get', {})

/** This node: version, folder, keys. */
export const statusQuery = () => nodeQuery(['status'], 'status', {})

/** Changes the settings of this device. */
export const useSettingsSet = () => useNodeMutation('settings_set', () => [['settings']])

/** My communities. */
export const communitiesQuery = () => nodeQuery(['communities'], 'communities', {})

/** Leaves a community; what is here stays readable. */
export const useLeave = () => useNodeMutation('community_leave', () => [['communities']])

/** Removes the example community. */
export const useExampleRemove = () => useNodeMutation('example_remove', () => [['all']])

/** Writes a community to a folder. */
export const useExport = () => useNodeMutation('export', () => [])

/** Time between two looks at how far an export is, in ms. */
const EXPORT_POLL_MS = 500

/** How far the export is that is being written. */
export const exportStatusQuery = () => ({
  ...nodeQuery(['export'], 'export_status', {}),
  refetchInterval: EXPORT_POLL_MS,
})

/** Stops the export that is being written. */
export const useExportStop = () => useNodeMutation('export_stop', () => [])
