import { type CalendarDate, getLocalTimeZone, today } from '@internationalized/date'
import { CalendarSearch } from 'lucide-react'
import { useState } from 'react'
import { Dialog, DialogTrigger, Popover } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { DayPicker } from '@/components/day-picker'
import { IconButton } from '@/components/icon-button'
import { addDays, dayMs } from '@/lib/days'

/** Leads to what was said on a day. */
export function JumpToDate({ community, room }: { community: string; room: string }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [open, setOpen] = useState(false)
  const go = (date: CalendarDate) => {
    const day = date.toString()
    setOpen(false)
    // The page that ends with that day; its first message is the one to stand at.
    const end = dayMs(addDays(day, 1)) - 1
    void navigate(`/c/${community}/rooms/${room}?at=${end}&day=${day}`)
  }
  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      <IconButton label={t('chat.jump')}>
        <CalendarSearch aria-hidden className="size-5" />
      </IconButton>
      <Popover
        placement="bottom end"
        className="appear rounded-lg border border-line bg-raised p-4 shadow-float"
      >
        <Dialog aria-label={t('chat.jump')} className="outline-none">
          <DayPicker label={t('chat.jump')} latest={today(getLocalTimeZone())} onChoose={go} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}
