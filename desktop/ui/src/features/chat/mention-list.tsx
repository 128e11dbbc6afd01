import { clsx } from 'clsx'
import { useTranslation } from 'react-i18next'
import { Avatar } from '@/components/avatar'
import type { Member } from '@/generated/bindings'

type Props = { id: string; people: readonly Member[]; active: number; onChoose: (member: Member) => void }

/** The id of one of the names on offer, for `aria-activedescendant`. */
export const optionId = (list: string, index: number) => `${list}-${index}`

/** The names on offer over the field; the focus stays in the field. */
export function MentionList({ id, people, active, onChoose }: Props) {
  const { t } = useTranslation()
  return (
    <div
      id={id}
      role="listbox"
      aria-label={t('chat.mention')}
      className="appear absolute bottom-full left-2 z-10 mb-2 min-w-64 rounded-lg border border-line bg-raised p-1.5 shadow-float"
    >
      {people.map((member, index) => (
        <div
          key={member.person}
          id={optionId(id, index)}
          role="option"
          aria-selected={index === active}
          tabIndex={-1}
          // Pressing must not take the focus from the field.
          onMouseDown={(event) => {
            event.preventDefault()
            onChoose(member)
          }}
          className={clsx(
            'flex min-h-10 cursor-pointer items-center gap-3 rounded-md px-2.5',
            index === active ? 'bg-brand-soft text-brand-ink' : 'hover:bg-sunken',
          )}
        >
          <Avatar name={member.name} color={member.color} size="small" />
          <span dir="auto" className="min-w-0 truncate font-medium">
            {member.name}
          </span>
        </div>
      ))}
    </div>
  )
}
