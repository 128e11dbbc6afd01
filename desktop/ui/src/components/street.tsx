type HouseProps = {
  x: number
  width: number
  height: number
  hue: number
  roof: 'gable' | 'flat' | 'step'
  lit?: boolean
}

const GROUND = 150
/** Blocks by their distance from the middle: enough for the widest screen. */
const BLOCKS = [-4, -3, -2, -1, 0, 1, 2, 3, 4]

/** A house of the street, drawn in the colours of people. */
function House({ x, width, height, hue, roof, lit = false }: HouseProps) {
  const top = GROUND - height
  const middle = x + width / 2
  const columns = Math.max(1, Math.round(width / 26))
  const rows = Math.max(1, Math.floor((height - 30) / 26))
  const gap = width / (columns + 1)
  return (
    <g style={{ ['--hue' as string]: hue }} data-color="">
      {roof === 'gable' ? (
        <path
          d={`M${x - 4} ${top + 1} L${middle} ${top - width * 0.42} L${x + width + 4} ${top + 1}z`}
          fill="var(--person-ink)"
          opacity=".78"
        />
      ) : null}
      {roof === 'flat' ? (
        <rect
          x={x - 3}
          y={top - 6}
          width={width + 6}
          height="8"
          rx="2"
          fill="var(--person-ink)"
          opacity=".78"
        />
      ) : null}
      {roof === 'step' ? (
        <path
          d={`M${x} ${top + 1}v-8h${width * 0.28}v-9h${width * 0.44}v9h${width * 0.28}v8z`}
          fill="var(--person-ink)"
          opacity=".78"
        />
      ) : null}
      <rect x={x} y={top} width={width} height={height} fill="var(--person)" />
      {Array.from({ length: rows * columns }, (_, index) => {
        const column = index % columns
        const row = Math.floor(index / columns)
        const bright = lit && (index * 7 + hue) % 3 === 0
        return (
          <rect
            key={`${column}-${row}`}
            x={x + gap * (column + 1) - 5}
            y={top + 12 + row * 26}
            width="10"
            height="14"
            rx="2"
            fill={bright ? 'var(--warm)' : 'var(--panel)'}
            opacity={bright ? 0.9 : 0.75}
          />
        )
      })}
      <rect
        x={middle - 6}
        y={GROUND - 18}
        width="12"
        height="18"
        rx="2"
        fill="var(--person-ink)"
        opacity=".7"
      />
    </g>
  )
}

/** A tree of the street. */
function Tree({ x, size }: { x: number; size: number }) {
  return (
    <g>
      <rect x={x - 1.5} y={GROUND - size} width="3" height={size} fill="var(--ink-soft)" opacity=".6" />
      <circle cx={x} cy={GROUND - size - 4} r={size * 0.45} fill="var(--brand)" opacity=".55" />
      <circle cx={x - size * 0.22} cy={GROUND - size + 4} r={size * 0.3} fill="var(--brand)" opacity=".45" />
    </g>
  )
}

/** A street of neighbours: decoration for the welcome. As wide as it gets, the street goes on. */
export function Street() {
  return (
    <div aria-hidden className="flex h-full justify-center overflow-hidden">
      {BLOCKS.map((place) => (
        <Block key={place} sun={place === 0} />
      ))}
    </div>
  )
}

/** One block of the street; blocks stand side by side, and over one of them stands the sun. */
function Block({ sun }: { sun: boolean }) {
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: decoration, hidden by its parent
    <svg viewBox="0 0 640 168" className="block h-full w-auto shrink-0" focusable="false">
      {sun ? <circle cx="520" cy="42" r="20" fill="var(--warm)" opacity=".35" /> : null}
      <House x={14} width={62} height={74} hue={55} roof="gable" lit />
      <House x={80} width={52} height={104} hue={168} roof="step" />
      <House x={136} width={70} height={62} hue={28} roof="gable" lit />
      <Tree x={222} size={34} />
      <House x={240} width={58} height={92} hue={232} roof="flat" lit />
      <House x={302} width={48} height={70} hue={82} roof="gable" />
      <Tree x={364} size={26} />
      <House x={378} width={76} height={84} hue={142} roof="step" lit />
      <House x={458} width={50} height={58} hue={325} roof="gable" />
      <Tree x={522} size={38} />
      <House x={540} width={60} height={98} hue={262} roof="flat" lit />
      <Tree x={618} size={28} />
      <rect x="0" y={GROUND} width="640" height="18" fill="var(--brand)" opacity=".22" />
    </svg>
  )
}
