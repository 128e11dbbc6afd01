import { useQuery } from '@tanstack/react-query'
import { settingsQuery } from '@/features/settings/api'
import type { Mode } from '@/generated/bindings'

/** Returns how much is shown at once. */
export function useMode(): Mode {
  return useQuery(settingsQuery()).data?.mode ?? 'complete'
}
