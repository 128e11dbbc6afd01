import { useQuery } from '@tanstack/react-query'
import { CircleCheck, Clock, CloudOff } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { Form } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/button'
import { CopyButton } from '@/components/copy-button'
import { EmptyState } from '@/components/empty-state'
import { Failure } from '@/components/failure'
import { Loaded } from '@/components/loaded'
import { Screen } from '@/components/screen'
import { TextField } from '@/components/text-field'
import type { Status } from '@/generated/bindings'
import { dayKey, useDateWords } from '@/lib/dates'
import { peersQuery, statusQuery, usePeerDial } from './api'
import { PeerRow } from './peer-row'

/** Who is connected, how, since when; connecting by address; my own addresses. */
export function Component() {
  const { t } = useTranslation()
  const peers = useQuery(peersQuery())
  const status = useQuery(statusQuery())
  return (
    <Screen title={t('network.title')} lead={t('network.lead')}>
      <div className="flex flex-col gap-8">
        {status.data ? <Waiting status={status.data} /> : null}
        <Loaded
          query={peers}
          empty={{
            when: (page) => page.items.length === 0,
            show: (
              <EmptyState
                icon={<CloudOff className="size-7" />}
                title={t('network.offline')}
                text={t('network.offlineText')}
              />
            ),
          }}
        >
          {(page) => (
            <ul aria-label={t('network.list')} className="flex flex-col gap-2">
              {page.items
                .toSorted((a, b) => Number(b.connected) - Number(a.connected))
                .map((peer) => (
                  <li key={peer.peer_id}>
                    <PeerRow peer={peer} />
                  </li>
                ))}
            </ul>
          )}
        </Loaded>
        <Dial />
        <Loaded query={status}>{({ addresses }) => <Addresses addresses={addresses} />}</Loaded>
      </div>
    </Screen>
  )
}

/** What nobody else has yet, in words; since when this computer takes part. */
function Waiting({ status }: { status: Status }) {
  const { t } = useTranslation()
  const dates = useDateWords()
  const Icon = status.waiting > 0 ? Clock : CircleCheck
  const time =
    dayKey(status.started_ms) === dayKey(Date.now())
      ? dates.time(status.started_ms)
      : dates.full(status.started_ms)
  return (
    <div className="flex items-start gap-3 rounded-lg bg-sunken px-5 py-4">
      <Icon aria-hidden className="mt-0.5 size-5 shrink-0 text-brand-ink" />
      <div>
        <p role="status" className="font-medium">
          {status.waiting > 0 ? t('network.waiting', { count: status.waiting }) : t('network.nothingWaits')}
        </p>
        <p className="text-sm text-ink-soft">{t('network.running', { time })}</p>
      </div>
    </div>
  )
}

function Card({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  const id = useId()
  return (
    <section
      aria-labelledby={id}
      className="rounded-xl border border-line bg-panel p-6 shadow-card narrow:p-4"
    >
      <h2 id={id} className="text-lg font-bold">
        {title}
      </h2>
      <p className="mb-4 text-ink-soft">{text}</p>
      {children}
    </section>
  )
}

function Dial() {
  const { t } = useTranslation()
  const dial = usePeerDial()
  const [address, setAddress] = useState('')
  const [missing, setMissing] = useState(false)
  const submit = () => {
    setMissing(address.trim() === '')
    if (address.trim() !== '') dial.mutate({ address: address.trim() }, { onSuccess: () => setAddress('') })
  }
  return (
    <Card title={t('network.dialTitle')} text={t('network.dialText')}>
      <Form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <TextField
          label={t('network.address')}
          hint={t('network.addressHint')}
          value={address}
          onChange={(next) => {
            setAddress(next)
            setMissing(false)
          }}
          error={missing ? 'network.addressRequired' : undefined}
          mono
          spellCheck="false"
        />
        {dial.error ? <Failure error={dial.error} inline /> : null}
        <p role="status" className="font-medium text-brand-ink empty:hidden">
          {dial.isSuccess && address === '' ? t('network.dialed') : ''}
        </p>
        <div>
          <Button type="submit" look="primary" isDisabled={dial.isPending}>
            {dial.isPending ? t('network.dialing') : t('network.dial')}
          </Button>
        </div>
      </Form>
    </Card>
  )
}

function Addresses({ addresses }: { addresses: readonly string[] }) {
  const { t } = useTranslation()
  return (
    <Card
      title={t('network.mine')}
      text={addresses.length > 0 ? t('network.mineText') : t('network.noAddress')}
    >
      <ul className="flex flex-col gap-2">
        {addresses.map((address) => (
          <li key={address} className="flex items-center gap-3 rounded-md bg-sunken py-1.5 pr-1.5 pl-3">
            <code className="min-w-0 flex-1 font-mono text-sm break-all">{address}</code>
            <CopyButton
              text={address}
              label={t('common.copy')}
              ariaLabel={t('network.copyAddress', { address })}
              size="small"
            />
          </li>
        ))}
      </ul>
    </Card>
  )
}
