/** A notification is told by the system, and a click on it opens its place. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lookAway } from '../src/dialog.ts'
import { NotificationServer } from '../src/notification-server.ts'
import { found, withWindow } from '../src/with-window.ts'

const MINUTE_MS = 60_000

test('a click on a notification brings the window and opens its place', () =>
  withWindow('notification', async (window) => {
    const server = await NotificationServer.start()
    try {
      const community = await found(window, 'today')
      const settings = await window.ask<object>('settings_get')
      await window.ask('settings_set', { ...settings, notifications: true, quiet_hours: null, reminder_minutes: 60 })
      await lookAway()
      const soon = new Date(Date.now() + 20 * MINUTE_MS).toISOString().slice(0, 16)
      const event = await window.ask<{ id: string }>('event_create', {
        community,
        title: 'Apéro sous le tilleul',
        description: '',
        place: 'La cour',
        start: { local: soon, tz: 'UTC' },
        duration_minutes: 60,
      })
      await window.ask('rsvp_set', { community, event: event.id, answer: 'yes', note: '' })
      const shown = await server.waitFor('Apéro sous le tilleul')
      assert.match(shown.text, /La cour/)
      assert.deepEqual(shown.actions.slice(0, 1), ['default'], 'it can be clicked')
      await window.go('/settings')
      await window.sees('Réglages', 'h1')
      server.click(shown)
      await window.sees('Apéro sous le tilleul', 'h1')
      assert.equal(await window.run('return location.pathname'), `/c/${community}/agenda/${event.id}`)
    } finally {
      server.stop()
    }
  }))
