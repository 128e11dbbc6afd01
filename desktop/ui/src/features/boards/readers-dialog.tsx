import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { Avatar } from '@/components/avatar'
import { Dialog } from '@/components/dialog'
import { Loaded } from '@/components/loaded'
import type { Reader } from '@/generated/bindings'
import { useDateWords } from '@/lib/dates'
import { readersQuery } from './api'

type Props = { community: string; post: string; isOpen: boolean; onClose: () => void }

/** Who has not read an announcement yet, then who has. */
export function ReadersDialog({ community, post, isOpen, onClose }: Props) {
  const { t } = useTranslation()
  const readers = useQuery({ ...readersQuery(community, post), enabled: isOpen })
  return (
    <Dialog title={t('ack.who')} isOpen={isOpen} onClose={onClose}>
      <Loaded query={readers}>
        {({ read, missing }) => (
          <div className="flex flex-col gap-6">
            <People title={t('ack.missing', { count: missing.length })} people={missing} />
            <People title={t('ack.haveRead', { count: read.length })} people={read} />
          </div>
        )}
      </Loaded>
    </Dialog>
  )
}

function People({ title, people }: { title: string; people: readonly Reader[] }) {
  const id = useId()
  const dates = useDateWords()
  return (
    <section aria-labelledby={id}>
      <h3 id={id} className="mb-2 font-semibold text-ink-soft">
        {title}
      </h3>
      <ul aria-labelledby={id} className="flex flex-col gap-2">
        {people.map(({ person, name, color, time_ms }) => (
          <li key={person} className="flex items-center gap-3">
            <Avatar name={name} color={color} size="small" />
            <span dir="auto" className="min-w-0 flex-1 truncate">
              {name}
            </span>
            {time_ms === null ? null : (
              <time dateTime={new Date(time_ms).toISOString()} className="text-sm text-ink-soft">
                {dates.short(time_ms)}
              </time>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
