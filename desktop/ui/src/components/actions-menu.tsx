import { Ellipsis } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'

export type Action = { id: string; label: string; icon: ReactNode; danger?: boolean; run: () => void }

type Props = {
  /** Names the object: “More actions: message of Léa”. */
  label: string
  actions: readonly Action[]
  excludeFromTabOrder?: boolean
}

/** The less common actions on something, behind three dots. Nothing is shown where there are none. */
export function ActionsMenu({ label, actions, excludeFromTabOrder = false }: Props) {
  if (actions.length === 0) return null
  return (
    <MenuTrigger>
      <Button
        aria-label={label}
        excludeFromTabOrder={excludeFromTabOrder}
        className="grid size-9 shrink-0 place-items-center rounded-md text-ink-soft hover:bg-sunken hover:text-ink pressed:bg-sunken"
      >
        <Ellipsis aria-hidden className="size-5" />
      </Button>
      <Popover
        placement="bottom end"
        className="appear min-w-48 rounded-md border border-line bg-raised p-1 shadow-float"
      >
        <Menu className="outline-none" aria-label={label}>
          {actions.map((action) => (
            <MenuItem
              key={action.id}
              id={action.id}
              onAction={action.run}
              className={`flex min-h-10 cursor-pointer items-center gap-3 rounded-sm px-3 outline-none focus:bg-sunken ${action.danger ? 'text-danger' : ''}`}
            >
              <span aria-hidden className="shrink-0 [&>svg]:size-4.5">
                {action.icon}
              </span>
              {action.label}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
