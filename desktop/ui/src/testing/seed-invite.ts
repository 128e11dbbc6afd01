/** An invitation as a fake node makes it. */
import type { Invite } from '@/generated/bindings'
import { DAY } from './seed-time'

/** Returns an invitation as this device would have made it. */
export function fakeInvite(id: string, now: number, author: string): Invite {
  return {
    id,
    code: 'lilas-7f3k-m2qd-9wxa',
    link: `allforone://join/ae4tzq7hk2m9vb3xw8ncd5pf6rgy1sj0u${id}`,
    file: null,
    qr_svg: fakeSquare(id),
    role: 'member',
    uses: 10,
    used: 3,
    expires_ms: now + 7 * DAY,
    approval: false,
    revoked: false,
    created_ms: now,
    author: 'p0',
    author_name: author,
  }
}

/** Draws something that looks like a QR square (it cannot be scanned). */
function fakeSquare(text: string): string {
  const size = 29
  const cells: string[] = []
  let seed = [...text].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 7)
  const eye = (x: number, y: number) => {
    const near = (a: number) => a >= -1 && a <= 7
    for (const [left, top] of [
      [0, 0],
      [size - 7, 0],
      [0, size - 7],
    ] as const) {
      const [dx, dy] = [x - left, y - top]
      if (!near(dx) || !near(dy)) continue
      const ring = Math.max(Math.abs(dx - 3), Math.abs(dy - 3))
      return ring === 3 || ring <= 1 ? 'on' : 'off'
    }
    return undefined
  }
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      seed = (seed * 1103515245 + 12345) % 2147483648
      const mark = eye(x, y) ?? (seed % 100 < 48 ? 'on' : 'off')
      if (mark === 'on') cells.push(`M${x + 2} ${y + 2}h1v1h-1z`)
    }
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size + 4} ${size + 4}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${size + 4}v${size + 4}H0z"/><path d="${cells.join('')}"/></svg>`
}
