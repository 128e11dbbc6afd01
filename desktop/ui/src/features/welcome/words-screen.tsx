import { ShieldAlert, ShieldCheck } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { Form } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { Button, LinkButton } from '@/components/button'
import { EmptyState } from '@/components/empty-state'
import { Failure } from '@/components/failure'
import { Loading } from '@/components/loading'
import { TextField } from '@/components/text-field'
import { usePhraseCheck, usePhraseNew } from './api'
import { WelcomePage } from './welcome-page'

/** How many words are asked back. */
const ASKED = 3

type Step = 'show' | 'check' | 'done'

/** The recovery words: shown, written down, checked once. The words stay in this component and nowhere else. */
export function Component() {
  const { t, i18n } = useTranslation()
  const [search] = useSearchParams()
  const then = safePath(search.get('then'))
  const phrase = usePhraseNew()
  const [step, setStep] = useState<Step>('show')
  const asked = useRef(false)
  const { mutate } = phrase
  useEffect(() => {
    if (asked.current) return
    asked.current = true
    mutate({ language: i18n.language === 'fr' ? 'fr' : 'en' })
  }, [mutate, i18n.language])

  if (phrase.error?.code === 'conflict') {
    return (
      <WelcomePage title={t('words.title')} back={then}>
        <EmptyState
          icon={<ShieldAlert className="size-7" />}
          title={t('words.gone')}
          text={t('words.goneText')}
          action={
            <LinkButton look="primary" href={then}>
              {t('words.doneAction')}
            </LinkButton>
          }
        />
      </WelcomePage>
    )
  }
  if (step === 'done') {
    return (
      <WelcomePage title={t('words.doneTitle')} lead={t('words.doneText')}>
        <div className="flex flex-col items-start gap-6">
          <ShieldCheck aria-hidden className="size-16 text-brand-ink" />
          <LinkButton look="primary" href={then} autoFocus>
            {t('words.doneAction')}
          </LinkButton>
        </div>
      </WelcomePage>
    )
  }
  const words = phrase.data?.words
  return (
    <WelcomePage
      title={step === 'show' ? t('words.title') : t('words.checkTitle')}
      lead={step === 'show' ? t('words.lead') : t('words.checkLead')}
    >
      {phrase.error ? <Failure error={phrase.error} inline /> : null}
      {!words && !phrase.error ? <Loading /> : null}
      {words && step === 'show' ? (
        <Shown words={words} then={then} onWritten={() => setStep('check')} />
      ) : null}
      {words && step === 'check' ? (
        <Check count={words.length} onBack={() => setStep('show')} onDone={() => setStep('done')} />
      ) : null}
    </WelcomePage>
  )
}

function Shown({ words, then, onWritten }: { words: string[]; then: string; onWritten: () => void }) {
  const { t } = useTranslation()
  return (
    <div className="flex flex-col gap-6">
      <p className="flex gap-3 rounded-lg bg-warm-soft p-4 font-medium text-warm-ink">
        <ShieldAlert aria-hidden className="size-6 shrink-0" />
        {t('words.warn')}
      </p>
      <ol
        aria-label={t('words.list')}
        className="grid grid-flow-col grid-cols-3 grid-rows-8 gap-x-6 gap-y-1 rounded-lg border border-line bg-panel p-5 narrow:grid-cols-2 narrow:grid-rows-12"
      >
        {words.map((word, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a word can stand twice; its place is its name
          <li key={index} className="flex items-baseline gap-3 py-1">
            <span className="w-6 text-right text-sm text-ink-soft tabular-nums">{index + 1}</span>
            <span className="font-semibold" translate="no">
              {word}
            </span>
          </li>
        ))}
      </ol>
      <div className="flex flex-wrap gap-3">
        <Button look="primary" onPress={onWritten}>
          {t('words.written')}
        </Button>
        <LinkButton href={then}>{t('common.later')}</LinkButton>
      </div>
    </div>
  )
}

function Check({ count, onBack, onDone }: { count: number; onBack: () => void; onDone: () => void }) {
  const { t } = useTranslation()
  const check = usePhraseCheck()
  const asked = useMemo(() => threeOf(count), [count])
  const [typed, setTyped] = useState<string[]>(() => asked.map(() => ''))
  const wrong = check.data?.ok === false || check.error?.code === 'wrong_phrase'
  const submit = () =>
    check.mutate(
      { answers: asked.map((index, place) => ({ index, word: (typed[place] ?? '').trim() })) },
      { onSuccess: ({ ok }) => ok && onDone() },
    )
  return (
    <Form
      className="flex flex-col gap-6"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      {asked.map((index, place) => (
        <TextField
          key={index}
          label={t('words.word', { number: index + 1 })}
          value={typed[place] ?? ''}
          onChange={(word) => setTyped((old) => old.map((other, at) => (at === place ? word : other)))}
          autoFocus={place === 0}
          autoComplete="off"
          spellCheck="false"
        />
      ))}
      {wrong ? (
        <p role="alert" className="font-medium text-danger">
          {t('words.wrong')}
        </p>
      ) : null}
      {check.error && !wrong ? <Failure error={check.error} inline /> : null}
      <div className="flex flex-wrap gap-3">
        <Button
          type="submit"
          look="primary"
          isDisabled={check.isPending || typed.some((word) => word.trim() === '')}
        >
          {t('words.check')}
        </Button>
        <Button onPress={onBack}>{t('words.seeAgain')}</Button>
      </div>
    </Form>
  )
}

/** Chooses three different places in ascending order. */
function threeOf(count: number): number[] {
  const places = Array.from({ length: count }, (_, index) => index)
  const chosen = new Set<number>()
  while (chosen.size < Math.min(ASKED, count)) {
    const [random = 0] = crypto.getRandomValues(new Uint32Array(1))
    chosen.add(places[random % count] ?? 0)
  }
  return [...chosen].sort((a, b) => a - b)
}

/** Only a path of this app may be named as the place to go on to. */
function safePath(path: string | null): string {
  return path?.startsWith('/') && !path.startsWith('//') ? path : '/'
}
