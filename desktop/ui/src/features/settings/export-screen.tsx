import { useQuery } from '@tanstack/react-query'
import { FolderCheck, FolderOpen } from 'lucide-react'
import { useRef, useState } from 'react'
import { Form, Label, ProgressBar } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { Button } from '@/components/button'
import { Choice } from '@/components/choice'
import { CopyButton } from '@/components/copy-button'
import { EmptyState } from '@/components/empty-state'
import { Failure } from '@/components/failure'
import { Loaded } from '@/components/loaded'
import { Screen } from '@/components/screen'
import { TextField } from '@/components/text-field'
import type { Exported, ExportFormat } from '@/generated/bindings'
import { byteWords } from '@/lib/bytes'
import { chooseFolder, isWindow } from '@/node/shell'
import { communitiesQuery, exportStatusQuery, statusQuery, useExport, useExportStop } from './api'
import { EXPORTS, exportFolder, folderFor, type What } from './export-folder'

/** Writes everything of a community to a folder, in formats that last without AllForOne. */
export function Component() {
  const { t } = useTranslation()
  const { community = '' } = useParams()
  const communities = useQuery(communitiesQuery())
  const status = useQuery(statusQuery())
  const name = communities.data?.items.find((one) => one.id === community)?.name ?? ''
  return (
    <Screen title={t('export.title')} lead={t('export.lead', { name })}>
      <Loaded query={status}>
        {({ data_dir }) => <ExportForm community={community} folder={folderFor(data_dir, name)} />}
      </Loaded>
    </Screen>
  )
}

function ExportForm({ community, folder }: { community: string; folder: string }) {
  const { t, i18n } = useTranslation()
  const write = useExport()
  const halt = useExportStop()
  const [what, setWhat] = useState<What>('all')
  const [typed, setTyped] = useState<string>()
  const [done, setDone] = useState<Exported>()
  // What is being written, and how much was before it.
  const [at, setAt] = useState<{ format: ExportFormat; before: number; of: number; stopping: boolean }>()
  const [stopped, setStopped] = useState<Exported>()
  const stop = useRef(false)
  const dir = (typed ?? folder).trim()
  const choose = async () => {
    // A dialog that does not open leaves the field.
    const chosen = await chooseFolder(dir).catch(() => null)
    if (chosen) setTyped(chosen)
  }
  const submit = async () => {
    const formats = what === 'all' ? EXPORTS : [what]
    let sum: Exported = { files: 0, bytes: 0, stopped: false }
    stop.current = false
    setStopped(undefined)
    try {
      for (const [before, format] of formats.entries()) {
        if (stop.current) {
          setStopped(sum)
          return
        }
        setAt({ format, before, of: formats.length, stopping: false })
        const part = await write.mutateAsync({ community, format, dir: exportFolder(dir, what, format) })
        sum = {
          files: sum.files + part.files,
          bytes: sum.bytes + part.bytes,
          stopped: part.stopped,
        }
        if (part.stopped) break
      }
      if (sum.stopped) setStopped(sum)
      else setDone(sum)
    } finally {
      setAt(undefined)
    }
  }
  const cancel = () => {
    stop.current = true
    setAt((now) => now && { ...now, stopping: true })
    halt.mutate({})
  }
  if (done) {
    return (
      <EmptyState
        icon={<FolderCheck className="size-7" />}
        title={t('export.done')}
        text={t('export.doneText', { count: done.files, size: byteWords(done.bytes, i18n.language) })}
        action={
          <div className="flex flex-col items-center gap-3">
            <code className="font-mono text-sm break-all">{dir}</code>
            <CopyButton text={dir} label={t('settings.copyFolder')} />
          </div>
        }
      />
    )
  }
  return (
    <Form
      className="flex flex-col gap-6 rounded-xl border border-line bg-panel p-6 shadow-card narrow:p-4"
      onSubmit={(event) => {
        event.preventDefault()
        submit().catch(() => {})
      }}
    >
      <Choice
        label={t('export.what')}
        value={what}
        onChange={setWhat}
        options={(['all', ...EXPORTS] as const).map((id) => ({ id, label: t(`export.what.${id}`) }))}
      />
      <p className="rounded-lg bg-sunken px-4 py-3 text-ink-soft">{t(`export.explain.${what}`)}</p>
      <div className="flex flex-col gap-3">
        <TextField
          label={t('export.folder')}
          hint={t('export.folderHint')}
          value={typed ?? folder}
          onChange={setTyped}
          mono
          spellCheck="false"
        />
        {isWindow() ? (
          <div>
            <Button icon={<FolderOpen aria-hidden className="size-5" />} onPress={() => void choose()}>
              {t('export.choose')}
            </Button>
          </div>
        ) : null}
      </div>
      <p className="text-sm text-warm-ink">{t('export.open')}</p>
      {write.error ? <Failure error={write.error} inline /> : null}
      {halt.error ? <Failure error={halt.error} inline /> : null}
      {stopped ? (
        <p role="status" className="rounded-lg bg-sunken px-4 py-3">
          {t('export.stopped', { count: stopped.files })}
        </p>
      ) : null}
      {at ? (
        <ProgressBar
          value={at.before}
          maxValue={at.of}
          valueLabel={t('export.step', { at: at.before + 1, of: at.of })}
        >
          {({ percentage = 0, valueText }) => (
            <>
              <div className="mb-2 flex justify-between gap-4">
                <Label>{t(`export.what.${at.format}`)}</Label>
                <span className="text-ink-soft">{valueText}</span>
              </div>
              <div className="h-2 overflow-hidden rounded-full bg-sunken">
                <div
                  className="h-full rounded-full bg-brand"
                  style={{ width: `${Math.max(4, percentage)}%` }}
                />
              </div>
              <Rows format={at.format} />
            </>
          )}
        </ProgressBar>
      ) : null}
      <div className="flex justify-end gap-3">
        {at ? (
          <Button onPress={cancel} isDisabled={at.stopping}>
            {at.stopping ? t('export.stopping') : t('export.stop')}
          </Button>
        ) : null}
        <Button type="submit" look="primary" isDisabled={at !== undefined || dir === ''}>
          {at ? t('export.busy') : t('export.write')}
        </Button>
      </div>
    </Form>
  )
}

/** How much of the part is written; nothing until the first of it is. */
function Rows({ format }: { format: ExportFormat }) {
  const { t, i18n } = useTranslation()
  const { data } = useQuery(exportStatusQuery())
  const rows = data?.format === format ? data.rows : 0
  return (
    <p className="mt-2 min-h-5 text-sm text-ink-soft">
      {rows > 0 ? t('export.rows', { count: rows, rows: rows.toLocaleString(i18n.language) }) : null}
    </p>
  )
}
