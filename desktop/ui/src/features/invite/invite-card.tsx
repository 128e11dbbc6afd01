import { Printer, ShieldAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/button'
import { CopyButton } from '@/components/copy-button'
import { SaveButton } from '@/components/save-button'
import type { Invite } from '@/generated/bindings'

type Props = { invite: Invite; community: string; onAnother: () => void }

/** Longer codes are not read out, in characters. */
const SAYABLE = 40

/** An invitation to hand over: the square, the link, the code. */
export function InviteCard({ invite, community, onAnother }: Props) {
  const { t } = useTranslation()
  const { link, code, qr_svg } = invite
  return (
    <section
      aria-label={t('invite.ready')}
      className="flex gap-8 rounded-xl border border-line bg-panel p-6 shadow-card narrow:flex-col narrow:p-4 print:hidden"
    >
      {qr_svg ? (
        <img
          src={`data:image/svg+xml;utf8,${encodeURIComponent(qr_svg)}`}
          alt={t('invite.qr')}
          width={224}
          height={224}
          className="size-56 shrink-0 rounded-lg border border-line bg-[white] p-2"
        />
      ) : null}
      <div className="flex min-w-0 flex-1 flex-col gap-5">
        <h2 className="text-lg font-bold">{t('invite.ready')}</h2>
        {link ? (
          <div>
            <p className="font-semibold">{t('invite.link')}</p>
            <p className="mt-1 rounded-md bg-sunken px-3 py-2 font-mono text-sm break-all">{link}</p>
          </div>
        ) : null}
        <p className="flex gap-2 text-sm text-warm-ink">
          <ShieldAlert aria-hidden className="size-5 shrink-0" />
          {t('invite.secret')}
        </p>
        <div className="flex flex-wrap gap-3">
          {link ? <CopyButton text={link} label={t('invite.copyLink')} look="primary" /> : null}
          <Button icon={<Printer aria-hidden className="size-5" />} onPress={() => print()}>
            {t('invite.print')}
          </Button>
          {invite.file ? (
            <SaveButton
              look="quiet"
              name={`${community.replace(/[^\p{L}\p{N}]+/gu, '-')}.allforone`}
              type="application/octet-stream"
              text={invite.file}
              label={t('invite.saveFile')}
            />
          ) : null}
          <Button look="plain" onPress={onAnother}>
            {t('invite.another')}
          </Button>
        </div>
        {code && code.length <= SAYABLE ? (
          <div>
            <p className="font-semibold">{t('invite.code')}</p>
            <p className="mt-1 flex flex-wrap items-center gap-3">
              <span className="font-mono text-lg font-semibold break-all">{code}</span>
              <CopyButton
                text={code}
                label={t('common.copy')}
                ariaLabel={t('invite.copyCode')}
                size="small"
              />
            </p>
          </div>
        ) : null}
      </div>
    </section>
  )
}
