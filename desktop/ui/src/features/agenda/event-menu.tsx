import { CalendarCheck, CalendarClock, CalendarMinus, CalendarX, Pencil, Printer } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { type Action, ActionsMenu } from '@/components/actions-menu'
import { Confirm } from '@/components/confirm'
import type { EventPage } from '@/generated/bindings'
import { useEventCancel, useOccurrenceEdit } from './api'
import { OccurrenceDialog } from './occurrence-dialog'

type Props = { community: string; event: EventPage; occurrence: string | null }

/** What can be done with an event: change or cancel it, or one of its dates; print its sheet. */
export function EventMenu({ community, event, occurrence }: Props) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const cancel = useEventCancel()
  const drop = useOccurrenceEdit()
  const [asking, setAsking] = useState<'all' | 'one'>()
  const [moving, setMoving] = useState(false)
  const live = event.editable && event.status !== 'cancelled'
  const series = live && event.rrule !== null && occurrence !== null
  const off =
    occurrence !== null && event.changes.find((one) => one.occurrence === occurrence)?.status === 'cancelled'
  const dated = series && !off
  const actions: (Action | false)[] = [
    event.editable && {
      id: 'edit',
      label: event.rrule ? t('occurrence.editAll') : t('common.edit'),
      icon: <Pencil />,
      run: () => void navigate(`/c/${community}/agenda/${event.id}/edit`),
    },
    dated && { id: 'move', label: t('occurrence.edit'), icon: <CalendarClock />, run: () => setMoving(true) },
    series &&
      off && {
        id: 'restore',
        label: t('occurrence.restore'),
        icon: <CalendarCheck />,
        run: () => drop.mutate({ community, event: event.id, occurrence, status: 'confirmed' }),
      },
    { id: 'print', label: t('common.print'), icon: <Printer />, run: () => print() },
    dated && {
      id: 'drop',
      label: t('occurrence.cancel'),
      icon: <CalendarMinus />,
      danger: true,
      run: () => setAsking('one'),
    },
    live && {
      id: 'cancel',
      label: t('event.cancelEvent'),
      icon: <CalendarX />,
      danger: true,
      run: () => setAsking('all'),
    },
  ]
  const close = () => setAsking(undefined)
  const confirm = () => {
    if (asking === 'all') cancel.mutate({ community, event: event.id }, { onSuccess: close })
    else if (occurrence) {
      drop.mutate({ community, event: event.id, occurrence, status: 'cancelled' }, { onSuccess: close })
    }
  }
  return (
    <div className="print:hidden">
      <ActionsMenu label={t('common.more')} actions={actions.filter((action) => action !== false)} />
      {moving && occurrence ? (
        <OccurrenceDialog
          community={community}
          event={event}
          occurrence={occurrence}
          onClose={() => setMoving(false)}
        />
      ) : null}
      <Confirm
        isOpen={asking !== undefined}
        title={asking === 'one' ? t('occurrence.cancelTitle') : t('event.cancelTitle')}
        text={t('event.cancelText')}
        confirm={asking === 'one' ? t('occurrence.cancel') : t('event.cancelEvent')}
        keep={t('event.keep')}
        busy={cancel.isPending || drop.isPending}
        error={cancel.error ?? drop.error}
        onConfirm={confirm}
        onClose={close}
      />
    </div>
  )
}
