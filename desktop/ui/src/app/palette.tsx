import { CornerDownLeft, Search } from 'lucide-react'
import { useState } from 'react'
import {
  Autocomplete,
  Dialog,
  Input,
  Label,
  Menu,
  MenuItem,
  Modal,
  ModalOverlay,
  SearchField,
} from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import type { Community } from '@/generated/bindings'
import { type PaletteItem, usePaletteItems } from './use-palette-items'

type Props = {
  communities: readonly Community[]
  current: Community | undefined
  isOpen: boolean
  onClose: () => void
}

/** Ctrl or ⌘ K: everything there is to do, to open and to find, by its first letters. */
export function Palette(props: Props) {
  return (
    <ModalOverlay
      isOpen={props.isOpen}
      onOpenChange={(open) => {
        if (!open) props.onClose()
      }}
      isDismissable
      className="fixed inset-0 z-50 flex justify-center overflow-y-auto bg-(--veil) p-4 pt-[12vh] narrow:pt-4"
    >
      <Modal className="appear h-fit w-full max-w-xl overflow-hidden rounded-xl bg-raised shadow-float">
        <PaletteDialog {...props} />
      </Modal>
    </ModalOverlay>
  )
}

function PaletteDialog({ communities, current, isOpen, onClose }: Props) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [typed, setTyped] = useState('')
  const items = usePaletteItems(communities, current, typed, isOpen)
  const query = typed.trim()
  const search = new URLSearchParams({
    ...(query ? { q: query } : {}),
    ...(current ? { in: current.id } : {}),
  })
  const everywhere: PaletteItem = {
    id: 'search',
    group: 'go',
    label: query ? t('palette.search', { query }) : t('palette.searchAll'),
    href: `/search?${search}`,
  }
  const open = (href: string) => {
    onClose()
    void navigate(href)
  }
  return (
    <Dialog aria-label={t('palette.title')} className="outline-none">
      <Autocomplete inputValue={typed} onInputChange={setTyped}>
        <SearchField autoFocus className="relative border-b border-line">
          <Label className="sr-only">{t('palette.title')}</Label>
          <Search aria-hidden className="pointer-events-none absolute top-4.5 left-5 size-5 text-ink-soft" />
          <Input
            placeholder={t('palette.placeholder')}
            className="min-h-14 w-full bg-transparent pr-5 pl-14 text-lg outline-none! placeholder:text-ink-soft [&::-webkit-search-cancel-button]:hidden"
          />
        </SearchField>
        <Menu
          aria-label={t('palette.list')}
          className="scroll-quiet max-h-[50vh] overflow-y-auto p-2 outline-none"
        >
          {[...items, everywhere].map((item) => (
            <MenuItem
              key={item.id}
              id={item.id}
              textValue={item.label}
              onAction={() => open(item.href)}
              className="group flex min-h-11 cursor-pointer items-center gap-3 rounded-md px-3 outline-none focus:bg-brand-soft focus:text-brand-ink"
            >
              <span dir="auto" className="max-w-[70%] shrink-0 truncate font-medium">
                {item.label}
              </span>
              <span className="min-w-0 flex-1 truncate text-right text-sm text-ink-soft">
                {item.hint || (item.id === 'search' ? '' : t(`palette.group.${item.group}`))}
              </span>
              <CornerDownLeft aria-hidden className="invisible size-4 shrink-0 group-focus:visible" />
            </MenuItem>
          ))}
        </Menu>
      </Autocomplete>
    </Dialog>
  )
}
