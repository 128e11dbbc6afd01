import { Plus } from 'lucide-react'
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { useMode } from './use-mode'
import { verbs } from './verbs'

type Props = { community: string; isOpen: boolean; onOpenChange: (open: boolean) => void }

/** One button for everything that can be begun, always at the same place. */
export function CreateMenu({ community, isOpen, onOpenChange }: Props) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const mode = useMode()
  return (
    <MenuTrigger isOpen={isOpen} onOpenChange={onOpenChange}>
      <Button className="flex min-h-11 items-center justify-center gap-2 rounded-md border border-brand bg-brand-soft px-4 font-semibold text-brand-ink transition-colors hover:bg-brand hover:text-on-brand pressed:bg-brand pressed:text-on-brand">
        <Plus aria-hidden className="size-5" />
        {t('begin.title')}
      </Button>
      <Popover
        placement="bottom start"
        className="appear min-w-64 rounded-lg border border-line bg-raised p-1.5 shadow-float"
      >
        <Menu aria-label={t('begin.title')} className="outline-none">
          {verbs
            .filter((verb) => verb.simple || mode === 'complete')
            .map((verb) => (
              <MenuItem
                key={verb.id}
                id={verb.id}
                onAction={() => void navigate(`/c/${community}/${verb.path}`)}
                className="flex min-h-11 cursor-pointer items-center gap-3 rounded-md px-3 outline-none focus:bg-sunken"
              >
                <span aria-hidden className="text-brand-ink [&>svg]:size-5">
                  {verb.icon}
                </span>
                {t(verb.label)}
              </MenuItem>
            ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}
