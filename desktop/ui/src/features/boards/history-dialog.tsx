import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Dialog } from '@/components/dialog'
import { Loaded } from '@/components/loaded'
import type { PostVersion } from '@/generated/bindings'
import { useDateWords } from '@/lib/dates'
import { type Change, changesOf } from '@/lib/diff'
import { historyQuery } from './api'

type Props = { community: string; post: string; isOpen: boolean; onClose: () => void }

/** What a post said before, version by version, with what was added and taken away. */
export function HistoryDialog({ community, post, isOpen, onClose }: Props) {
  const { t } = useTranslation()
  const history = useQuery({ ...historyQuery(community, post), enabled: isOpen })
  return (
    <Dialog title={t('history.title')} isOpen={isOpen} onClose={onClose}>
      <Loaded query={history}>
        {({ items }) => (
          <ol className="flex flex-col gap-5">
            {items
              .map((version, index) => ({ version, before: items[index - 1] }))
              .reverse()
              .map(({ version, before }) => (
                <li key={version.time_ms} className="border-l-3 border-line pl-4">
                  <Version version={version} before={before} />
                </li>
              ))}
          </ol>
        )}
      </Loaded>
    </Dialog>
  )
}

function Version({ version, before }: { version: PostVersion; before: PostVersion | undefined }) {
  const { t } = useTranslation()
  const dates = useDateWords()
  const title = changesOf(before?.title ?? version.title, version.title)
  const body = changesOf(before?.body ?? version.body, version.body)
  return (
    <>
      <p className="text-sm text-ink-soft">
        {before ? t('history.changed') : t('history.first')}{' '}
        <time dateTime={new Date(version.time_ms).toISOString()}>{dates.full(version.time_ms)}</time>
      </p>
      <p className="mt-1 font-semibold">
        <Differences changes={title} />
      </p>
      <p className="whitespace-pre-wrap">
        <Differences changes={body} />
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
