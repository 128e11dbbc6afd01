import type { UseQueryResult } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Page, Version } from '@/generated/bindings'
import { useDateWords } from '@/lib/dates'
import { type Change, changesOf } from '@/lib/diff'
import type { NodeFailure } from '@/node/failure'
import { Dialog } from './dialog'
import { Loaded } from './loaded'

type Props = {
  /** Asked for while it is open. */
  versions: UseQueryResult<Page<Version>, NodeFailure>
  isOpen: boolean
  onClose: () => void
}

/** What a text said before, version by version, with what was added and taken away. */
export function HistoryDialog({ versions, isOpen, onClose }: Props) {
  const { t } = useTranslation()
  return (
    <Dialog title={t('history.title')} isOpen={isOpen} onClose={onClose}>
      <Loaded query={versions}>
        {({ items }) => (
          <ol className="flex flex-col gap-5">
            {items
              .map((version, index) => ({ version, before: items[index - 1] }))
              .reverse()
              .map(({ version, before }) => (
                <li key={version.time_ms} className="border-l-3 border-line pl-4">
                  <OneVersion version={version} before={before} />
                </li>
              ))}
          </ol>
        )}
      </Loaded>
    </Dialog>
  )
}

function OneVersion({ version, before }: { version: Version; before: Version | undefined }) {
  const { t } = useTranslation()
  const dates = useDateWords()
  const title = changesOf(before?.title ?? version.title, version.title)
  const text = changesOf(before?.text ?? version.text, version.text)
  return (
    <>
      <p className="text-sm text-ink-soft">
        {before ? t('history.changed') : t('history.first')}{' '}
        <time dateTime={new Date(version.time_ms).toISOString()}>{dates.full(version.time_ms)}</time>
      </p>
      {title.length > 0 ? (
        <p dir="auto" className="mt-1 font-semibold break-words">
          <Differences changes={title} />
        </p>
      ) : null}
      <p dir="auto" className="break-words whitespace-pre-wrap">
        <Differences changes={text} />
      </p>
    </>
  )
}

function Differences({ changes }: { changes: readonly Change[] }) {
  return changes.map(({ kind, text }, index) => {
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
    if (kind === 'same') return <span key={index}>{text}</span>
    return kind === 'added' ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
      <ins key={index} className="bg-brand-soft text-brand-ink">
        {text}
      </ins>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
      <del key={index} className="bg-danger-soft text-danger">
        {text}
      </del>
    )
  })
}
