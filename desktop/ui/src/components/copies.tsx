import { CircleDashed, House, UsersRound } from 'lucide-react'
import { Button, TooltipTrigger } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { Tip } from './icon-button'

type Props = {
  /** How many other people hold it. */
  copies: number
  provisional?: boolean
  /** Whether it is not on the disk of this machine yet. */
  underWay?: boolean
  /** Whether nobody points at it, so that the words alone will do: in a long list a button costs too much. */
  still?: boolean
  excludeFromTabOrder?: boolean
}

/** Says where a thing of mine is: “kept here” or “with 2 neighbours”; more on hover and focus. */
export function Copies({
  copies,
  provisional = false,
  underWay = false,
  still = false,
  excludeFromTabOrder = false,
}: Props) {
  const { t } = useTranslation()
  const [Icon, short, long] = underWay
    ? [CircleDashed, t('copies.underWay'), t('copies.underWayLong')]
    : provisional
      ? [CircleDashed, t('copies.provisional'), t('copies.provisionalLong')]
      : copies === 0
        ? [House, t('copies.here'), t('copies.hereLong')]
        : [UsersRound, t('copies.others', { count: copies }), t('copies.othersLong', { count: copies })]
  const words = (
    <>
      <Icon aria-hidden className="size-3.5" />
      {short}
    </>
  )
  const look = 'inline-flex min-h-6 items-center gap-1 rounded-sm text-xs text-ink-soft'
  if (still) return <span className={look}>{words}</span>
  return (
    <TooltipTrigger delay={300}>
      <Button excludeFromTabOrder={excludeFromTabOrder} className={`${look} cursor-default!`}>
        {words}
      </Button>
      <Tip>{long}</Tip>
    </TooltipTrigger>
  )
}
