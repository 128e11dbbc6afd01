import { useQuery } from '@tanstack/react-query'
import { SendHorizontal } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { Button as AriaButton, Label, TextArea, TextField } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { Failure } from '@/components/failure'
import type { Message } from '@/generated/bindings'
import { draftQuery } from '@/node/drafts'
import type { NodeFailure } from '@/node/failure'
import { useSend } from '@/node/under-way'
import { keepMessage, useMessageEdit } from './api'
import { ComposerAbout } from './composer-about'
import { MentionList } from './mention-list'
import { useDraft } from './use-draft'
import { useMentions } from './use-mentions'
import type { Writing } from './writing'

type Props = {
  community: string
  room: string
  roomName: string
  /** The topic in which it is written. */
  topic: string | null
  writing: Writing
  /** My newest message: arrow up in an empty field changes it. */
  lastMine: Message | undefined
  onWriting: (writing: Writing) => void
  /** A new message is on its way. */
  onSent: () => void
  /** The row under this key, shown since it was sent, has got its id. */
  onWritten: (id: string, row: string) => void
}

/** The place to write: Enter sends, Shift and Enter begins a new line. What was begun is kept. */
export function Composer(props: Props) {
  const { community, room, roomName, topic, writing, lastMine, onWriting, onSent, onWritten } = props
  const { t } = useTranslation()
  const place = topic ?? room
  const draft = useQuery(draftQuery(community, place))
  const { text, setText, ...kept } = useDraft(community, place, draft.data?.text, writing)
  const [refused, setRefused] = useState<NodeFailure>()
  // What the latest answer was about, for the case that it comes back.
  const answered = useRef<Writing>(undefined)
  const write = useSend('message_write', [community, room], {
    keep: (queries, message, { key }) => {
      onWritten(message.id, key)
      keepMessage(queries, community, message)
      kept.sent()
    },
    refused: ({ input }, error) => {
      setRefused(error)
      kept.giveBack(input.text)
      const about = answered.current
      if (about?.mode === 'reply' && about.message.id === input.reply_to) onWriting(about)
    },
  })
  const edit = useMessageEdit()
  const field = useRef<HTMLTextAreaElement>(null)
  const busy = edit.isPending
  const mentions = useMentions(community, field, text, setText)

  useEffect(() => {
    if (writing.mode !== 'new') field.current?.focus()
  }, [writing])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useEffect(() => {
    const area = field.current
    if (!area) return
    area.style.height = 'auto'
    area.style.height = `${Math.min(area.scrollHeight, 220)}px`
  }, [text])

  const done = () => {
    onWriting({ mode: 'new' })
    field.current?.focus()
  }
  const send = () => {
    const clean = text.trim()
    if (clean === '' || busy) return
    if (writing.mode === 'edit') {
      const onSuccess = () => {
        kept.changed()
        done()
      }
      edit.mutate({ community, room, message: writing.message.id, text: clean }, { onSuccess })
    } else {
      const reply_to = writing.mode === 'reply' ? writing.message.id : null
      answered.current = writing
      setRefused(undefined)
      write({ community, room, topic, text: clean, reply_to, mentions: mentions.called(clean) })
      kept.send()
      done()
      onSent()
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (mentions.onKeyDown(event)) return
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault()
      send()
    } else if (event.key === 'Escape' && writing.mode !== 'new') {
      onWriting({ mode: 'new' })
    } else if (event.key === 'ArrowUp' && text === '' && lastMine && writing.mode === 'new') {
      event.preventDefault()
      onWriting({ mode: 'edit', message: lastMine })
    }
  }
  const error = refused ?? edit.error
  return (
    <div className="shrink-0 px-6 pt-1 pb-4 narrow:px-3 narrow:pb-3">
      {error ? (
        <div className="mb-2">
          <Failure error={error} inline />
        </div>
      ) : null}
      <div className="relative rounded-xl border border-line-strong bg-panel shadow-card focus-within:border-brand">
        {mentions.open ? (
          <MentionList
            id={mentions.list}
            people={mentions.people}
            active={mentions.active}
            onChoose={mentions.choose}
          />
        ) : null}
        {writing.mode === 'new' ? null : (
          <ComposerAbout writing={writing} onStop={() => onWriting({ mode: 'new' })} />
        )}
        <div className="flex items-end gap-2 p-2">
          <TextField value={text} onChange={setText} className="min-w-0 flex-1">
            <Label className="sr-only">
              {writing.mode === 'edit' ? t('chat.editLabel') : t('chat.label', { room: roomName })}
            </Label>
            <TextArea
              ref={field}
              rows={1}
              aria-describedby="composer-hint"
              placeholder={t('chat.placeholder')}
              dir="auto"
              aria-autocomplete="list"
              {...mentions.aria}
              onKeyDown={onKeyDown}
              onSelect={mentions.follow}
              onBlur={mentions.leave}
              className="scroll-quiet block max-h-56 min-h-11 w-full resize-none bg-transparent px-2.5 py-2.5 outline-none! placeholder:text-ink-soft"
            />
          </TextField>
          <AriaButton
            aria-label={writing.mode === 'edit' ? t('common.save') : t('chat.send')}
            isDisabled={text.trim() === '' || busy}
            onPress={send}
            className="grid size-11 shrink-0 place-items-center rounded-lg bg-brand text-on-brand transition-colors hover:bg-brand-deep disabled:bg-sunken disabled:text-ink-soft"
          >
            <SendHorizontal aria-hidden className="size-5" />
          </AriaButton>
        </div>
      </div>
      <p id="composer-hint" className="mt-1.5 px-3 text-xs text-ink-soft">
        {t('chat.hint')}
      </p>
    </div>
  )
}
