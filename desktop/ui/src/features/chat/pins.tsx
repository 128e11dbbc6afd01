import { useQuery } from '@tanstack/react-query'
import { Pin } from 'lucide-react'
import { useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { Button } from '@/components/button'
import { Dialog } from '@/components/dialog'
import { useDateWords } from '@/lib/dates'
import { plainText } from '@/lib/plain-text'
import { pinsQuery } from './api'

/** What is kept on top of a room: the newest in a line, all of them behind it. */
export function Pins({ community, room }: { community: string; room: string }) {
  const { t } = useTranslation()
  const dates = useDateWords()
  const navigate = useNavigate()
  const pins = useQuery(pinsQuery(community, room))
  const [open, setOpen] = useState(false)
  const items = pins.data?.items ?? []
  const first = items[0]
  if (!first) return null
  const go = (time: number, id: string) => {
    setOpen(false)
    void navigate(`/c/${community}/rooms/${room}?at=${time}&message=${id}`)
  }
  return (
    <>
      <AriaButton
        onPress={() => setOpen(true)}
        className="flex min-h-10 w-full items-center gap-2.5 border-b border-line bg-brand-soft/50 px-6 text-left text-sm hover:bg-brand-soft narrow:px-4"
      >
        <Pin aria-hidden className="size-4 shrink-0 text-brand-ink" />
        <span className="sr-only">{t('chat.pins', { count: items.length })}: </span>
        <span dir="auto" className="min-w-0 flex-1 truncate">
          <span className="font-semibold">{first.author_name}</span> {plainText(first.text)}
        </span>
        {items.length > 1 ? (
          <span className="text-ink-soft">{t('chat.morePins', { count: items.length - 1 })}</span>
        ) : null}
      </AriaButton>
      <Dialog title={t('chat.pinsTitle')} isOpen={open} onClose={() => setOpen(false)}>
        <ul className="flex flex-col gap-4">
          {items.map((message) => (
            <li key={message.id} className="border-l-3 border-brand pl-4">
              <p className="text-sm text-ink-soft">
                <span className="font-semibold text-ink">{message.author_name}</span>,{' '}
                {dates.full(message.time_ms)}
              </p>
              <p dir="auto" className="line-clamp-4 break-words whitespace-pre-wrap">
                {message.text}
              </p>
              <Button look="plain" size="small" onPress={() => go(message.time_ms, message.id)}>
                {t('chat.goThere')}
              </Button>
            </li>
          ))}
        </ul>
      </Dialog>
    </>
  )
}
