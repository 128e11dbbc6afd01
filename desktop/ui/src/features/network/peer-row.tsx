import { Globe, type LucideIcon, Monitor, ShieldBan, Undo2, Waypoints, Wifi } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionsMenu } from '@/components/actions-menu'
import { Confirm } from '@/components/confirm'
import { Tag } from '@/components/tag'
import type { Peer } from '@/generated/bindings'
import { dayKey, useDateWords } from '@/lib/dates'
import { usePeerBlock } from './api'

const roads: Record<Peer['how'], LucideIcon> = { here: Monitor, local: Wifi, direct: Globe, relay: Waypoints }

/** A known computer: whose it is, by which road, since when. */
export function PeerRow({ peer }: { peer: Peer }) {
  const { t } = useTranslation()
  const dates = useDateWords()
  const block = usePeerBlock()
  const [asking, setAsking] = useState(false)
  const Icon = roads[peer.how]
  const names = [...new Set(peer.people.map((one) => one.name))].join(', ') || t('network.unnamed')
  const near = (ms: number) => (dayKey(ms) === dayKey(Date.now()) ? dates.time(ms) : dates.full(ms))
  const since = peer.connected
    ? t('network.connectedSince', { time: near(peer.since_ms) })
    : t('network.seen', { time: near(peer.since_ms) })
  const fresh =
    peer.last_sync_ms === null
      ? t('network.notYet')
      : t('network.upToDate', { time: near(peer.last_sync_ms) })
  const refuse = {
    id: 'block',
    label: t('network.block'),
    icon: <ShieldBan />,
    danger: true,
    run: () => setAsking(true),
  }
  const accept = {
    id: 'unblock',
    label: t('network.unblock'),
    icon: <Undo2 />,
    run: () => block.mutate({ peer_id: peer.peer_id, on: false }),
  }
  return (
    <article className="flex items-center gap-4 rounded-lg border border-line bg-panel px-5 py-4 shadow-card">
      <span
        aria-hidden
        className={`grid size-11 shrink-0 place-items-center rounded-full ${peer.connected ? 'bg-brand-soft text-brand-ink' : 'bg-sunken text-ink-soft'}`}
      >
        <Icon className="size-5" />
      </span>
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="text-lg font-semibold">{names}</span>
          <Tag tone={peer.connected ? 'brand' : 'calm'}>
            {peer.connected ? t('network.on') : t('network.off')}
          </Tag>
        </p>
        <p className="text-ink-soft">
          {since}, {t(`network.how.${peer.how}`)}
        </p>
        <p className="text-sm text-ink-soft">
          {fresh}.{peer.version === null ? null : ` ${t('network.version', { version: peer.version })}.`}
        </p>
        {peer.note ? <p className="text-sm text-warm-ink">{peer.note}</p> : null}
      </div>
      <ActionsMenu label={t('common.more')} actions={peer.connected ? [refuse] : [refuse, accept]} />
      <Confirm
        isOpen={asking}
        title={t('network.blockTitle')}
        text={t('network.blockText')}
        confirm={t('network.block')}
        busy={block.isPending}
        error={block.error}
        onConfirm={() =>
          block.mutate({ peer_id: peer.peer_id, on: true }, { onSuccess: () => setAsking(false) })
        }
        onClose={() => setAsking(false)}
      />
    </article>
  )
}
