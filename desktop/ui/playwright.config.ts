import { defineConfig } from '@playwright/test'

/**
 * Two projects: `fake` looks at every screen over the node made of memory; `node` (wired with the headless node) walks
 * the real flows. Both use the system's Chromium; nothing is downloaded.
 */
const launchOptions = {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
}

/** Another port where two checkouts are looked at side by side. */
const address = `http://127.0.0.1:${process.env.AFO_UI_PORT ?? '4598'}`

export default defineConfig({
  workers: 1,
  reporter: 'list',
  timeout: 60_000,
  expect: { timeout: 15_000 },
  outputDir: 'test-results',
  projects: [
    {
      name: 'fake',
      testDir: 'e2e/fake',
      use: {
        baseURL: address,
        viewport: { width: 1366, height: 768 },
        timezoneId: 'Europe/Paris',
        launchOptions,
      },
    },
  ],
  webServer: {
    command: 'npm run preview:fake',
    url: `${address}/`,
    reuseExistingServer: true,
  },
})
