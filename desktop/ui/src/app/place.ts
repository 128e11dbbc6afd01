const LAST = 'afo.community'

/** Remembers which community was open last, on this device. */
export function rememberCommunity(id: string): void {
  localStorage.setItem(LAST, id)
}

/** Returns the community that was open last, where it is still among `ids`; else the first. */
export function lastCommunity(ids: readonly string[]): string | undefined {
  const last = localStorage.getItem(LAST)
  return last !== null && ids.includes(last) ? last : ids[0]
}
