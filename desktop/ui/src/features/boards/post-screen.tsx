import { Screen } from '@/components/screen'

/** On its way. */
export function Component() {
  return <Screen title="…">{null}</Screen>
}
