import { expect, test } from 'vitest'
import { fakeInvite } from '@/testing/seed-invite'
import { stateOf } from './invite-row'

const NOW = 1_800_000_000_000
const invite = fakeInvite('i', NOW, 'Camille')

test('an invitation is open until it is taken back, used up or run out', () => {
  expect(stateOf(invite, NOW)).toBe('open')
  expect(stateOf({ ...invite, revoked: true }, NOW)).toBe('revoked')
  expect(stateOf({ ...invite, uses: 3, used: 3 }, NOW)).toBe('used')
  expect(stateOf({ ...invite, expires_ms: NOW - 1 }, NOW)).toBe('expired')
  expect(stateOf({ ...invite, uses: null, expires_ms: null, used: 99 }, NOW)).toBe('open')
})
