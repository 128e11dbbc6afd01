import { type ComponentProps, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import * as v from 'valibot'
import type { Draft } from '@/generated/bindings'
import { changeOf, useDraftKeeper } from '@/node/drafts'
import { Button } from './button'
import { Loaded } from './loaded'

/** What was begun, and which text it began from. */
type Begun<T> = { from: string; values: T }

type Change<T> = {
  /** What the form begins with. */
  initial: T
  /** Keeps what was filled in so far. */
  keep: (values: T) => void
  /** Lets go of it: it was saved or given up. */
  forget: () => void
}

type Props<T> = {
  community: string
  /** The post or event that is changed. */
  id: string
  /** What of the change is kept (`draftQuery` of `changeOf`). */
  draft: ComponentProps<typeof Loaded<Draft>>['query']
  /** What it says now. */
  current: T
  /** How what is kept must look; something else is passed over. */
  schema: v.GenericSchema<T, T>
  /** Whether it is being saved: then what changes is this. */
  busy: boolean
  children: (change: Change<T>) => ReactNode
}

/** The change of something old: kept on this device when one leaves; says so when the thing became another meanwhile. */
export function KeptChange<T>(props: Props<T>) {
  return (
    <Loaded query={props.draft}>
      {({ text }) => <Changing {...props} kept={read(text, props.schema)} />}
    </Loaded>
  )
}

function Changing<T>({
  community,
  id,
  current,
  busy,
  kept,
  children,
}: Props<T> & { kept: Begun<T> | undefined }) {
  const { t } = useTranslation()
  const keeper = useDraftKeeper(community, changeOf(id))
  const [begun, setBegun] = useState(kept)
  const now = printOf(current)
  const changed = begun !== undefined && begun.from !== now && !busy
  const forget = () => {
    setBegun(undefined)
    keeper.forget()
  }
  return (
    <>
      <div role="status" className="mb-4 flex flex-col gap-3 empty:hidden">
        {kept && begun ? (
          <p className="rounded-lg bg-brand-soft px-4 py-3 text-brand-ink">{t('post.restored')}</p>
        ) : null}
        {changed ? (
          <div className="flex flex-wrap items-center justify-between gap-3 rounded-lg bg-warm-soft px-4 py-3 text-warm-ink">
            <p>{t('change.meanwhile')}</p>
            <Button size="small" onPress={forget}>
              {t('change.again')}
            </Button>
          </div>
        ) : null}
      </div>
      {/* Who has not begun yet gets the new text; who has keeps theirs. */}
      <div key={begun?.from ?? now}>
        {children({
          initial: begun?.values ?? current,
          keep: (values) => {
            const next = { from: begun?.from ?? now, values }
            setBegun(next)
            keeper.keep(JSON.stringify(next))
          },
          forget,
        })}
      </div>
    </>
  )
}

function read<T>(text: string, schema: v.GenericSchema<T, T>): Begun<T> | undefined {
  try {
    const found = v.safeParse(v.object({ from: v.string(), values: schema }), JSON.parse(text))
    return found.success ? (found.output as Begun<T>) : undefined
  } catch {
    return undefined
  }
}

/** Returns a short print by which two texts are told apart (FNV-1a, 32 bits), so that a draft does not hold both. */
function printOf(value: unknown): string {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(JSON.stringify(value)))
    hash = Math.imul(hash ^ byte, 0x01000193)
  return (hash >>> 0).toString(16)
}
