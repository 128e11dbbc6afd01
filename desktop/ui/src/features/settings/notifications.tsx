import { useTranslation } from 'react-i18next'
import { Choice } from '@/components/choice'
import { TimeField } from '@/components/date-time-fields'
import { Failure } from '@/components/failure'
import { Switch } from '@/components/switch'
import type { Settings } from '@/generated/bindings'
import { useSettingsSet } from './api'
import { Group } from './group'

const reminders = ['0', '30', '60', '120', '1440'] as const
type Reminder = (typeof reminders)[number]

/** The usual night, in minutes of the day. */
const NIGHT = { from: 22 * 60, to: 7 * 60 }

/** Returns a minute of the day as `22:00`. */
export const clockOf = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

/** Returns the minute of the day of `22:00`. */
export function minuteOf(clock: string): number {
  const [hour = 0, minute = 0] = clock.split(':').map(Number)
  return hour * 60 + minute
}

/** What the computer may tell me, and when it keeps quiet. */
export function Notifications({ settings }: { settings: Settings }) {
  const { t } = useTranslation()
  const save = useSettingsSet()
  const set = (change: Partial<Settings>) => save.mutate({ ...settings, ...change })
  const { notifications, quiet_hours: quiet } = settings
  const reminder = reminders.find((one) => Number(one) >= settings.reminder_minutes) ?? '1440'
  return (
    <Group title={t('settings.notifications')}>
      <div>
        <Switch isSelected={notifications} onChange={(on) => set({ notifications: on })}>
          {t('settings.notify')}
        </Switch>
        <p className="mt-1 text-sm text-ink-soft">{t('settings.notifyHint')}</p>
      </div>
      {notifications ? (
        <>
          <Switch isSelected={quiet !== null} onChange={(on) => set({ quiet_hours: on ? NIGHT : null })}>
            {t('settings.quiet')}
          </Switch>
          {quiet ? (
            <div className="grid max-w-sm grid-cols-2 gap-4 narrow:grid-cols-1">
              <TimeField
                label={t('settings.quietFrom')}
                value={clockOf(quiet.from)}
                onChange={(clock) => set({ quiet_hours: { ...quiet, from: minuteOf(clock) } })}
              />
              <TimeField
                label={t('settings.quietTo')}
                value={clockOf(quiet.to)}
                onChange={(clock) => set({ quiet_hours: { ...quiet, to: minuteOf(clock) } })}
              />
            </div>
          ) : null}
          <Choice<Reminder>
            label={t('settings.reminder')}
            value={reminder}
            onChange={(minutes) => set({ reminder_minutes: Number(minutes) })}
            options={reminders.map((id) => ({ id, label: t(`settings.reminder.${id}`) }))}
          />
        </>
      ) : null}
      {save.error ? <Failure error={save.error} inline /> : null}
    </Group>
  )
}
