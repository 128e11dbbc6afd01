import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/button'
import { DateField, TimeField } from '@/components/date-time-fields'
import { Dialog } from '@/components/dialog'
import { Failure } from '@/components/failure'
import { TextField } from '@/components/text-field'
import type { EventPage } from '@/generated/bindings'
import { useOccurrenceEdit } from './api'
import { occurrenceOf } from './occurrence'
import { wallOf } from './when-words'

type Props = { community: string; event: EventPage; occurrence: string; onClose: () => void }

/** Moves one date of a series, or gives it another place; the others stay as they are. */
export function OccurrenceDialog({ community, event, occurrence, onClose }: Props) {
  const { t } = useTranslation()
  const edit = useOccurrenceEdit()
  const shown = occurrenceOf(event, occurrence)
  const { local, tz, date } = shown.event.start
  const wall = (shown.when ? wallOf(shown.when, tz) : (local ?? date)) ?? ''
  const [day, setDay] = useState(wall.slice(0, 10))
  const [time, setTime] = useState(wall.slice(11, 16))
  const [place, setPlace] = useState(shown.event.place)
  const submit = () =>
    edit.mutate(
      {
        community,
        event: event.id,
        occurrence,
        start: time ? { local: `${day}T${time}`, tz: event.start.tz ?? null } : { date: day },
        ...(place.trim() === event.place ? {} : { place: place.trim() }),
      },
      { onSuccess: onClose },
    )
  return (
    <Dialog title={t('occurrence.edit')} isOpen onClose={onClose}>
      <p className="mb-5 text-ink-soft">{t('occurrence.editText')}</p>
      <form
        className="flex flex-col gap-5"
        onSubmit={(submitted) => {
          submitted.preventDefault()
          submit()
        }}
      >
        <div className="grid grid-cols-2 gap-4 narrow:grid-cols-1">
          <DateField label={t('eventForm.date')} value={day} onChange={setDay} />
          {time ? <TimeField label={t('eventForm.time')} value={time} onChange={setTime} /> : null}
        </div>
        <TextField label={t('eventForm.place')} value={place} onChange={setPlace} maxLength={200} optional />
        {edit.error ? <Failure error={edit.error} inline /> : null}
        <div className="flex flex-wrap justify-end gap-3">
          <Button onPress={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" look="primary" isDisabled={edit.isPending}>
            {t('common.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
