import { defineConfig } from '@playwright/test'

/** Real nodes in Debian's Chromium; nothing is downloaded. `neighbours` clicks, `screens` judges, `pictures` shows. */
export default defineConfig({
  testDir: 'specs',
  outputDir: 'test-results',
  workers: 1,
  reporter: 'list',
  timeout: 240_000,
  expect: { timeout: 30_000 },
  use: {
    viewport: { width: 1366, height: 768 },
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    actionTimeout: 30_000,
    screenshot: 'only-on-failure',
    launchOptions: {
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
    },
  },
  projects: [
    {
      name: 'neighbours',
      testMatch: /(neighbours|together|doors|hostile|away|return|keystrokes)\.spec\.ts$/,
    },
    { name: 'screens', testMatch: 'screens.spec.ts' },
    { name: 'pictures', testMatch: 'pictures.spec.ts' },
  ],
})
