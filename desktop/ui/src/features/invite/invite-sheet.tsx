import { useTranslation } from 'react-i18next'
import type { Invite } from '@/generated/bindings'
import { useDateWords } from '@/lib/dates'

/** Strips along the foot of the sheet. */
const STRIPS = 8
/** A name with more letters is written smaller, so that everything stays on one paper. */
const LONG_NAME = 40

type Props = { community: string; invite: Invite }

/** The sheet for the notice board: what it is, the square, and strips to tear off. Only paper shows it. */
export function InviteSheet({ community, invite }: Props) {
  const { t } = useTranslation()
  const dates = useDateWords()
  const square = invite.qr_svg ? `data:image/svg+xml;utf8,${encodeURIComponent(invite.qr_svg)}` : null
  return (
    <section aria-hidden data-sheet className="hidden h-[255mm] flex-col print:flex">
      <div className="flex flex-1 flex-col items-center justify-center gap-8 text-center">
        <p className="text-2xl">{t('sheet.hello')}</p>
        <p
          className={`leading-tight font-bold text-balance ${community.length > LONG_NAME ? 'text-[24pt]' : 'text-[34pt]'}`}
        >
          {community}
        </p>
        <p className="max-w-[140mm] text-lg">{t('sheet.what')}</p>
        {square ? <img src={square} alt="" className="size-[62mm]" /> : null}
        <ol className="flex flex-col gap-1 text-left text-lg">
          {(['1', '2', '3'] as const).map((step) => (
            <li key={step}>
              {step}. {t(`sheet.step${step}`)}
            </li>
          ))}
        </ol>
        {invite.expires_ms ? <p>{t('sheet.until', { date: dates.date(invite.expires_ms) })}</p> : null}
      </div>
      <ul className="grid grid-cols-8 border-t-2 border-dashed border-line-strong">
        {Array.from({ length: STRIPS }, (_, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: all strips are the same
            key={index}
            className="flex flex-col items-center gap-2 border-l border-dashed border-line-strong px-1 py-3 first:border-l-0"
          >
            {square ? <img src={square} alt="" className="size-[19mm]" /> : null}
            <span className="text-center text-[9pt] leading-tight font-semibold break-words line-clamp-4">
              {community}
            </span>
            <span className="text-[8pt]">AllForOne</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
