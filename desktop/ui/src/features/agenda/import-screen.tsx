import { CalendarCheck, FileUp } from 'lucide-react'
import { useState } from 'react'
import { FileTrigger } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { Button, LinkButton } from '@/components/button'
import { EmptyState } from '@/components/empty-state'
import { Failure } from '@/components/failure'
import { Screen } from '@/components/screen'
import { TextField } from '@/components/text-field'
import { useIcsImport } from './api'
import { ImportReport } from './import-report'

/** What one question to the node may hold, in bytes, with room for the rest of it. */
const MAX_BYTES = 900_000

/** Takes over a calendar of another program: choose, look at what is in it, confirm. */
export function Component() {
  const { t } = useTranslation()
  const { community = '' } = useParams()
  const look = useIcsImport()
  const take = useIcsImport()
  const [text, setText] = useState('')
  const [tooLarge, setTooLarge] = useState(false)
  const show = (ics: string) => {
    const large = new Blob([ics]).size > MAX_BYTES
    setTooLarge(large)
    if (!large && ics.trim() !== '') look.mutate({ community, ics, commit: false })
  }
  const again = () => {
    look.reset()
    take.reset()
  }
  if (take.data) {
    return (
      <Screen title={t('import.title')}>
        <EmptyState
          icon={<CalendarCheck className="size-7" />}
          title={t('import.done', { count: take.data.imported })}
          text={
            take.data.imported < take.data.events.length
              ? t('import.doneSome', { count: take.data.events.length - take.data.imported })
              : t('import.doneAll')
          }
          action={
            <LinkButton look="primary" href={`/c/${community}/agenda`}>
              {t('import.toAgenda')}
            </LinkButton>
          }
        />
      </Screen>
    )
  }
  return (
    <Screen title={t('import.title')} lead={t('import.lead')}>
      {look.data ? (
        <ImportReport
          found={look.data}
          busy={take.isPending}
          error={take.error}
          onTake={() => take.mutate({ ...look.variables, commit: true })}
          onAgain={again}
        />
      ) : (
        <form
          className="flex flex-col gap-6 rounded-xl border border-line bg-panel p-6 shadow-card narrow:p-4"
          onSubmit={(event) => {
            event.preventDefault()
            show(text)
          }}
        >
          <div className="flex flex-col items-start gap-3">
            <FileTrigger
              acceptedFileTypes={['.ics', '.ical', 'text/calendar']}
              onSelect={(files) =>
                void readFirst(files, MAX_BYTES).then((ics) => (ics === null ? setTooLarge(true) : show(ics)))
              }
            >
              <Button
                look="primary"
                icon={<FileUp aria-hidden className="size-5" />}
                isDisabled={look.isPending}
              >
                {t('import.choose')}
              </Button>
            </FileTrigger>
            <p className="text-sm text-ink-soft">{t('import.chooseHint')}</p>
          </div>
          <TextField
            label={t('import.paste')}
            value={text}
            onChange={setText}
            rows={5}
            mono
            spellCheck="false"
            optional
          />
          {tooLarge ? <Failure error={{ code: 'too_large' }} inline /> : null}
          {look.error?.code === 'bad_input' ? (
            <p role="alert" className="font-medium text-danger">
              {t('import.problem.no_calendar')}
            </p>
          ) : look.error ? (
            <Failure error={look.error} inline />
          ) : null}
          <div className="flex flex-wrap justify-end gap-3">
            <LinkButton href={`/c/${community}/agenda`}>{t('common.cancel')}</LinkButton>
            <Button type="submit" isDisabled={text.trim() === '' || look.isPending}>
              {look.isPending ? t('common.loading') : t('import.look')}
            </Button>
          </div>
        </form>
      )}
    </Screen>
  )
}

/** Reads the chosen file; null where it is over `most` bytes, so that a film never fills the memory. */
async function readFirst(files: FileList | null, most: number): Promise<string | null> {
  const file = files?.[0]
  if (!file) return ''
  return file.size > most ? null : file.text()
}
