import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8')

type Oklch = [number, number, number]

/** Reads the colours of one block of tokens.css. */
function colours(block: string): Map<string, Oklch> {
  const found = [...block.matchAll(/--([\w-]+): oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)/g)]
  return new Map(found.map(([, name = '', l, c, h]) => [name, [Number(l), Number(c), Number(h)]]))
}

/** Relative luminance of an OKLCH colour (WCAG 2.2, by way of OKLab). */
function luminance([l, c, h]: Oklch): number {
  const a = c * Math.cos((h * Math.PI) / 180)
  const b = c * Math.sin((h * Math.PI) / 180)
  const l_ = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m_ = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s_ = (l - 0.0894841775 * a - 1.291485548 * b) ** 3
  const clip = (value: number) => Math.min(1, Math.max(0, value))
  const red = clip(4.0767416621 * l_ - 3.3077115913 * m_ + 0.2309699292 * s_)
  const green = clip(-1.2684380046 * l_ + 2.6097574011 * m_ - 0.3413193965 * s_)
  const blue = clip(-0.0041960863 * l_ - 0.7034186147 * m_ + 1.707614701 * s_)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: Oklch, other: Oklch): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

const light = colours(css.slice(css.indexOf(':root'), css.indexOf('html[data-theme="dark"]')))
const dark = colours(css.slice(css.indexOf('html[data-theme="dark"]'), css.indexOf('@media')))

const text = [
  ['ink', ['canvas', 'panel', 'raised', 'sunken', 'rail']],
  ['ink-soft', ['canvas', 'panel', 'raised', 'sunken', 'rail']],
  ['brand-ink', ['canvas', 'panel', 'raised', 'brand-soft']],
  ['warm-ink', ['canvas', 'panel', 'warm-soft']],
  ['danger', ['canvas', 'panel', 'raised', 'danger-soft']],
  ['on-brand', ['brand', 'brand-deep']],
  ['on-danger', ['danger']],
] as const
const edges = [
  ['line-strong', ['canvas', 'panel', 'raised']],
  ['focus', ['canvas', 'panel', 'raised', 'sunken', 'brand-soft']],
  ['brand', ['canvas', 'panel', 'raised']],
  ['warm', ['rail', 'panel']],
] as const

describe.each([
  ['light', light],
  ['dark', dark],
])('the %s colours', (_, tokens) => {
  const of = (name: string) => tokens.get(name) ?? expect.fail(`no token ${name}`)

  test.each(text.flatMap(([front, backs]) => backs.map((back) => [front, back])))(
    '%s can be read on %s',
    (front, back) => {
      expect(contrast(of(front ?? ''), of(back ?? ''))).toBeGreaterThanOrEqual(4.5)
    },
  )

  test.each(edges.flatMap(([front, backs]) => backs.map((back) => [front, back])))(
    '%s is seen on %s',
    (front, back) => {
      expect(contrast(of(front ?? ''), of(back ?? ''))).toBeGreaterThanOrEqual(3)
    },
  )
})

test('initials can be read on all twelve colours of people', () => {
  const hues = [...css.matchAll(/--hue: (\d+);/g)].map((match) => Number(match[1]))
  expect(hues).toHaveLength(12)
  for (const hue of hues) {
    expect(contrast([0.885, 0.065, hue], [0.37, 0.09, hue]), `light, ${hue}°`).toBeGreaterThanOrEqual(4.5)
    expect(contrast([0.41, 0.07, hue], [0.93, 0.05, hue]), `dark, ${hue}°`).toBeGreaterThanOrEqual(4.5)
  }
})
