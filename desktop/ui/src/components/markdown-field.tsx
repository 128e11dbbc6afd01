import { clsx } from 'clsx'
import { Bold, Eye, Heading, Italic, Link, List, type LucideIcon, Pencil, Quote } from 'lucide-react'
import { type ClipboardEvent, type KeyboardEvent, useRef, useState } from 'react'
import { TextField as AriaTextField, TextArea, Toolbar } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { isAddress, linkTo, MARKS, type Mark, type MarkdownEdit, mark } from '@/lib/markdown-edit'
import { FieldComplaint, FieldWords, type FieldWordsProps } from './field-words'
import { IconButton } from './icon-button'
import { Markdown } from './markdown'
import { inputClass } from './text-field'

const ICONS: Record<Mark, LucideIcon> = {
  bold: Bold,
  italic: Italic,
  heading: Heading,
  list: List,
  quote: Quote,
  link: Link,
}
const SHORTCUTS: Readonly<Record<string, Mark>> = { b: 'bold', i: 'italic' }

type Props = FieldWordsProps & {
  value: string
  onChange: (text: string) => void
  rows: number
  placeholder?: string
  autoFocus?: boolean
}

/** A long text in Markdown: the usual marks at hand for who does not know the signs, and a look at how it will be. */
export function MarkdownField(props: Props) {
  const { label, hint, value, onChange, error, optional, rows, placeholder, autoFocus = false } = props
  const { t } = useTranslation()
  const area = useRef<HTMLTextAreaElement>(null)
  const [isShown, setShown] = useState(false)

  const change = (edit: (selected: { text: string; from: number; to: number }) => MarkdownEdit) => {
    const field = area.current
    if (!field) return
    const done = edit({ text: field.value, from: field.selectionStart, to: field.selectionEnd })
    field.focus()
    field.setSelectionRange(done.from, done.to)
    // Typed as by hand, so that Ctrl+Z takes it back; where that is not to be had, the text is set.
    if (!document.execCommand?.('insertText', false, done.insert)) {
      field.setRangeText(done.insert)
      onChange(field.value)
    }
    field.setSelectionRange(done.select[0], done.select[1])
  }
  const put = (what: Mark) => change((selected) => mark(what, selected, t('markdown.word')))
  const onKeyDown = (event: KeyboardEvent) => {
    const what = event.ctrlKey || event.metaKey ? SHORTCUTS[event.key.toLowerCase()] : undefined
    if (!what || event.altKey || event.shiftKey) return
    event.preventDefault()
    put(what)
  }
  const onPaste = (event: ClipboardEvent<HTMLTextAreaElement>) => {
    const pasted = event.clipboardData.getData('text/plain')
    const { selectionStart: from, selectionEnd: to } = event.currentTarget
    if (from === to || !isAddress(pasted) || isAddress(event.currentTarget.value.slice(from, to))) return
    event.preventDefault()
    change((selected) => linkTo(pasted, selected))
  }

  return (
    <AriaTextField
      value={value}
      onChange={onChange}
      autoFocus={autoFocus}
      validationBehavior="aria"
      isInvalid={error !== undefined}
      className="flex flex-col gap-1.5"
    >
      <FieldWords label={label} {...(hint ? { hint } : {})} optional={optional ?? false} />
      <div className="rounded-md border border-line-strong bg-panel">
        <Toolbar
          aria-label={t('markdown.tools', { label })}
          className="flex flex-wrap items-center gap-0.5 border-b border-line px-1.5 py-1"
        >
          {MARKS.map((what) => {
            const Icon = ICONS[what]
            return (
              <IconButton
                key={what}
                label={t(`markdown.${what}`)}
                isDisabled={isShown}
                onPress={() => put(what)}
              >
                <Icon aria-hidden className="size-4.5" />
              </IconButton>
            )
          })}
          <IconButton
            label={isShown ? t('markdown.write') : t('markdown.show')}
            className="ml-auto"
            onPress={() => setShown(!isShown)}
          >
            {isShown ? <Pencil aria-hidden className="size-4.5" /> : <Eye aria-hidden className="size-4.5" />}
          </IconButton>
        </Toolbar>
        {isShown ? (
          <section
            aria-label={t('markdown.shown', { label })}
            className="min-h-24 px-3.5 py-2.5 wrap-anywhere"
          >
            {value.trim() === '' ? (
              <p className="text-ink-soft">{t('markdown.nothing')}</p>
            ) : (
              <Markdown text={value} />
            )}
          </section>
        ) : null}
        <TextArea
          // A browser brings only the caret into view.
          onFocus={({ currentTarget }) => currentTarget.scrollIntoView?.({ block: 'nearest' })}
          ref={area}
          dir="auto"
          rows={rows}
          placeholder={placeholder}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          className={clsx(inputClass, 'resize-y rounded-t-none border-0 align-top', isShown && 'hidden')}
        />
      </div>
      <FieldComplaint error={error} />
    </AriaTextField>
  )
}
