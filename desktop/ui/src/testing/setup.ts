import '@testing-library/jest-dom/vitest'
import { cleanup, configure } from '@testing-library/react'
import { afterEach, vi } from 'vitest'

// Screens load their code when first opened; a busy machine takes its time.
configure({ asyncUtilTimeout: 15_000 })
afterEach(cleanup)

vi.stubGlobal('matchMedia', (query: string) => ({
  matches: false,
  media: query,
  addEventListener: () => {},
  removeEventListener: () => {},
}))
vi.stubGlobal(
  'ResizeObserver',
  class {
    observe() {}
    unobserve() {}
    disconnect() {}
  },
)
// jsdom lays nothing out: boxes of a fixed size let virtual lists show their rows.
Object.defineProperties(HTMLElement.prototype, {
  clientHeight: { configurable: true, get: () => 2000 },
  clientWidth: { configurable: true, get: () => 800 },
  offsetHeight: { configurable: true, get: () => 50 },
})
Element.prototype.scrollTo ??= () => {}
