import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown } from 'lucide-react'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { Message } from '@/generated/bindings'
import { dayKey, useDateWords } from '@/lib/dates'
import { MessageRow } from './message-row'
import { type Row, rowKey } from './use-rows'

type Props = {
  community: string
  room: string
  label: string
  /** Oldest first. */
  messages: readonly Row[]
  /** Names of the people who can be called, by person id. */
  names: ReadonlyMap<string, string>
  /** What is kept on top of the room. */
  pinned: ReadonlySet<string>
  mayPin: boolean
  /** The message over which "new messages" stands. */
  firstNew: string | null
  /** The message to stand at, or the day (`2026-11-23`) whose first message it is. */
  target: string | null
  /** Asks for older messages; undefined where there are none. */
  older: (() => void) | undefined
  loadingOlder: boolean
  /** Asks for newer messages; undefined where the newest are here. */
  newer: (() => void) | undefined
  loadingNewer: boolean
  /** Leads to the newest messages where they are not here. */
  onNewest: (() => void) | undefined
  /** The newest message is on screen. */
  onSeen: () => void
  /** Whether only one topic is shown. */
  inTopic: boolean
  onReply: (message: Message) => void
  /** Makes a topic of a message. */
  onTopic: (message: Message) => void
  onEdit: (message: Message) => void
}

/** Messages by one person closer than this stand together, in ms. */
const TOGETHER_MS = 5 * 60_000
/** More messages are asked for this near to an end, in px. */
const NEAR_MORE_PX = 400

/** This near to the end counts as the end, in px. */
const NEAR_END_PX = 80

/** Heights of the parts of a row, in px, and letters in a line of a wide window: close is good enough. */
const LINE_PX = 24
const HEAD_PX = 32
const DAY_PX = 44
const FOOT_PX = 28
const LETTERS_IN_LINE = 80

/** What stands over a message besides itself. */
export type Above = { day: boolean; fresh: boolean; head: boolean }

/** The messages of a room: a virtual list that stays at its end, with arrow keys from message to message. */
export function MessageList(props: Props) {
  const { messages, firstNew, target, older, loadingOlder, newer, onSeen } = props
  const { t } = useTranslation()
  const dates = useDateWords()
  const scroller = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState<string>()
  const [atEnd, setAtEnd] = useState(target === null)
  const isNewest = newer === undefined
  const above = useMemo(
    () => messages.map((_, index) => aboveOf(messages, index, firstNew)),
    [messages, firstNew],
  )
  const rows = useVirtualizer({
    count: messages.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => {
      const row = messages[index]
      return row ? rowKey(row) : index
    },
    estimateSize: (index) => estimateHeight(messages[index], above[index]),
    overscan: 8,
    anchorTo: 'end',
    followOnAppend: isNewest,
    scrollEndThreshold: NEAR_END_PX,
    paddingEnd: 12,
    initialRect: { width: 800, height: 600 },
  })

  const begun = useRef(false)
  const moved = useRef(false)
  const onMove = () => {
    moved.current = true
  }
  useEffect(() => {
    if (begun.current || messages.length === 0) return
    begun.current = true
    const place = placeOf(messages, target)
    if (place === null) rows.scrollToEnd()
    else rows.scrollToIndex(place, { align: 'center' })
  }, [rows, messages, target])
  // Rows get their true height after they are drawn; who reads the end stays there.
  const height = rows.getTotalSize()
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the height changes
  useEffect(() => {
    if (begun.current && atEnd && isNewest) rows.scrollToEnd()
    // Who came for one message stays with it until they move, whatever arrives around it.
    const place = moved.current ? null : placeOf(messages, target)
    if (begun.current && place !== null) rows.scrollToIndex(place, { align: 'center' })
  }, [rows, height, messages])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new message at the end has been seen too
  useEffect(() => {
    if (atEnd && isNewest) onSeen()
  }, [atEnd, isNewest, onSeen, messages.length])

  // What is older pushes the button away or takes its place: who stood on it goes on at the message that was first.
  const atOlder = useRef(false)
  const first = messages[0]?.id
  const wasFirst = useRef(first)
  useEffect(() => {
    const before = wasFirst.current
    wasFirst.current = first
    if (before === first || !atOlder.current) return
    document.getElementById(`message-${before}`)?.focus()
  }, [first])

  const lastTop = useRef(0)
  const onScroll = () => {
    const box = scroller.current
    if (!box) return
    const left = box.scrollHeight - box.clientHeight - box.scrollTop
    // Only going up leaves the end; rows that grow below do not.
    if (left <= NEAR_END_PX) setAtEnd(true)
    else if (box.scrollTop < lastTop.current) setAtEnd(false)
    lastTop.current = box.scrollTop
    if (box.scrollTop < NEAR_MORE_PX && older && !loadingOlder && begun.current) older()
    else if (left < NEAR_MORE_PX && newer && !props.loadingNewer && begun.current) newer()
  }
  const toEnd = () => {
    setAtEnd(true)
    rows.scrollToEnd()
  }
  const newest = messages.at(-1)
  const lastKey = newest && rowKey(newest)
  const tabStop = active !== undefined && messages.some((one) => rowKey(one) === active) ? active : lastKey
  const onKeyDown = (event: KeyboardEvent) => {
    const index = messages.findIndex((message) => rowKey(message) === tabStop)
    const next = { ArrowUp: index - 1, ArrowDown: index + 1, Home: 0, End: messages.length - 1 }[event.key]
    if (next === undefined || !(event.target instanceof HTMLElement) || event.target.role !== 'listitem')
      return
    event.preventDefault()
    const message = messages[Math.max(0, Math.min(messages.length - 1, next))]
    if (!message) return
    setActive(rowKey(message))
    rows.scrollToIndex(messages.indexOf(message), { align: 'auto' })
    requestAnimationFrame(() =>
      document.getElementById(`message-${message.id}`)?.focus({ preventScroll: true }),
    )
  }
  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        onScroll={onScroll}
        onWheel={onMove}
        onPointerDown={onMove}
        onTouchMove={onMove}
        onKeyDownCapture={onMove}
        className="scroll-quiet relative h-full overflow-y-auto"
      >
        {older ? (
          <p className="py-2 text-center text-sm text-ink-soft">
            {/* It stays while it is pending: whoever comes to it by Tab scrolls up, which asks, and must not lose the focus. */}
            <AriaButton
              onPress={older}
              isPending={loadingOlder}
              onFocusChange={(has) => {
                atOlder.current = has
              }}
              className="min-h-9 rounded-md px-3 font-medium text-brand-ink"
            >
              {t(loadingOlder ? 'chat.older' : 'chat.showOlder')}
            </AriaButton>
          </p>
        ) : (
          <p className="px-6 pt-8 pb-2 text-sm text-ink-soft">{t('chat.start')}</p>
        )}
        {/* biome-ignore lint/a11y/useSemanticElements: rows are placed by hand, which a list element would not survive */}
        <div
          role="list"
          aria-label={props.label}
          className="relative w-full"
          style={{ height: rows.getTotalSize() }}
          onKeyDown={onKeyDown}
        >
          {rows.getVirtualItems().map((item) => {
            const message = messages[item.index]
            const over = above[item.index]
            if (!message || !over) return null
            return (
              <div
                key={item.key}
                data-index={item.index}
                ref={rows.measureElement}
                role="presentation"
                className="absolute top-0 left-0 w-full"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                {over.day ? <Line words={dates.nearDay(message.time_ms)} /> : null}
                {over.fresh ? <Line words={t('chat.newLine')} warm /> : null}
                <MessageRow
                  community={props.community}
                  room={props.room}
                  message={message}
                  head={over.head}
                  position={item.index + 1}
                  count={messages.length}
                  tabStop={rowKey(message) === tabStop}
                  names={namesIn(message, props.names)}
                  pinned={props.pinned.has(message.id)}
                  mayPin={props.mayPin}
                  target={message.id === target}
                  onFocus={setActive}
                  inTopic={props.inTopic}
                  onReply={props.onReply}
                  onTopic={props.onTopic}
                  onEdit={props.onEdit}
                />
              </div>
            )
          })}
        </div>
      </div>
      {atEnd && isNewest ? null : (
        <AriaButton
          aria-label={t('chat.toEnd')}
          onPress={props.onNewest ?? toEnd}
          className="appear absolute right-6 bottom-4 grid size-11 place-items-center rounded-full border border-line bg-raised text-brand-ink shadow-float"
        >
          <ArrowDown aria-hidden className="size-5" />
        </AriaButton>
      )}
    </div>
  )
}

/** Guesses the height of a row, in px: each one guessed right is not laid out twice. */
function estimateHeight(row: Row | undefined, above: Above | undefined): number {
  if (!row || !above) return LINE_PX
  const lines = row.deleted ? 1 : Math.ceil(Math.max(1, row.text.length) / LETTERS_IN_LINE)
  return (
    4 +
    lines * LINE_PX +
    (above.head ? HEAD_PX : 0) +
    (above.day ? DAY_PX : 0) +
    (row.reply_to && !row.deleted ? LINE_PX : 0) +
    (row.deleted || !(row.mine || row.provisional || row.reactions.length > 0) ? 0 : FOOT_PX)
  )
}

/** Returns the place of the message to stand at; null where it is the end. */
function placeOf(messages: readonly Message[], target: string | null): number | null {
  if (target === null) return null
  const place = messages.findIndex((one) => one.id === target || dayKey(one.time_ms) === target)
  if (place >= 0) return place
  // Nothing was said on that day: the first message after it, or the last before.
  const after = messages.findIndex((one) => dayKey(one.time_ms) > target)
  return after >= 0 ? after : null
}

const NO_NAMES: readonly string[] = []

function namesIn(message: Message, names: ReadonlyMap<string, string>): readonly string[] {
  if (message.mentions.length === 0) return NO_NAMES
  return message.mentions.map((person) => names.get(person)).filter((name) => name !== undefined)
}

function aboveOf(messages: readonly Message[], index: number, firstNew: string | null): Above {
  const message = messages[index]
  const before = messages[index - 1]
  if (!message) return { day: false, fresh: false, head: false }
  const day = !before || dayKey(before.time_ms) !== dayKey(message.time_ms)
  const fresh = message.id === firstNew
  const together =
    before?.author === message.author &&
    message.time_ms - before.time_ms < TOGETHER_MS &&
    !message.reply_to &&
    before.topic?.id === message.topic?.id
  return { day, fresh, head: day || fresh || !together }
}

/** A word across the list: a day, or where the new messages begin. */
function Line({ words, warm = false }: { words: string; warm?: boolean }) {
  const line = warm ? 'bg-warm' : 'bg-line'
  return (
    <div className="flex items-center gap-4 px-6 pt-5 pb-2 narrow:px-4">
      <span aria-hidden className={`h-px flex-1 ${line}`} />
      <span className={`text-xs font-semibold ${warm ? 'text-warm-ink' : 'text-ink-soft'}`}>{words}</span>
      <span aria-hidden className={`h-px flex-1 ${line}`} />
    </div>
  )
}
