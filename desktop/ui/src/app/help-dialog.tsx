import { useTranslation } from 'react-i18next'
import { Dialog } from '@/components/dialog'

const KEYS = [
  ['Ctrl K', 'help.palette'],
  ['Alt 1 … 5', 'help.sections'],
  ['Alt N', 'help.create'],
  ['F6', 'help.panes'],
  ['↑ ↓', 'help.lists'],
  ['Enter', 'help.open'],
  ['Esc', 'help.back'],
  ['F1', 'help.help'],
] as const

/** Help, always at the same place: what to know, whom to ask, which keys there are. Works without any network. */
export function HelpDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Dialog title={t('help.title')} isOpen={isOpen} onClose={onClose}>
      <div className="flex flex-col gap-5">
        {(['safe', 'offline', 'copies', 'ask'] as const).map((part) => (
          <section key={part}>
            <h3 className="font-semibold">{t(`help.${part}`)}</h3>
            <p className="text-ink-soft">{t(`help.${part}Text`)}</p>
          </section>
        ))}
        <section>
          <h3 className="mb-2 font-semibold">{t('help.keys')}</h3>
          <dl className="grid grid-cols-[auto_1fr] gap-x-5 gap-y-2">
            {KEYS.map(([key, words]) => (
              <div key={key} className="contents">
                <dt>
                  <kbd className="rounded-sm border border-line-strong bg-sunken px-2 py-0.5 font-sans text-sm">
                    {key}
                  </kbd>
                </dt>
                <dd className="text-ink-soft">{t(words)}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </Dialog>
  )
}
