import { clsx } from 'clsx'
import { initials } from '@/lib/initials'

type Props = {
  name: string
  /** 0 to 11. */
  color: number
  size?: 'small' | 'normal' | 'large'
  /** A community is a rounded square, a person a circle. */
  shape?: 'person' | 'community'
}

const sizes = {
  small: 'size-7 text-[0.7rem]',
  normal: 'size-10 text-sm',
  large: 'size-20 text-2xl',
}

/** Initials on the colour of a person or a community. Decoration: the name always stands beside it. */
export function Avatar({ name, color, size = 'normal', shape = 'person' }: Props) {
  return (
    <span
      aria-hidden
      data-color={color}
      className={clsx(
        'grid shrink-0 place-items-center bg-person font-semibold text-person-ink select-none',
        shape === 'person' ? 'rounded-full' : 'rounded-lg',
        sizes[size],
      )}
    >
      {initials(name)}
    </span>
  )
}
