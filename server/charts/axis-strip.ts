import { markAt } from './persona-mark.ts'
import { coordinate, picture, signedText } from './svg.ts'

export interface AxisPosition {
  /** Both ends named, left is −1 and right is +1. */
  left: string
  right: string
  /** Mean of the members and of everyone else, −1 to +1. */
  mean: number
  restMean: number
}

/**
 * Where a persona stands between two ends: histogram of its members, their mean, and a tick for everyone else.
 * @param spread share of members at each position from left to right; any number of positions, at least 2
 */
export function axisStrip(axis: AxisPosition & { spread: number[]; personaNumber: number }): string {
  const { spread, mean, restMean, personaNumber } = axis
  const tallest = Math.max(...spread, 1e-9)
  const step = 240 / spread.length
  let bars = ''
  spread.forEach((share, index) => {
    const height = (share / tallest) * 17
    if (height < 0.3) return
    const width = step - 1.2
    bars += `M${coordinate(index * step + 0.6)} 19.5v-${coordinate(height)}h${coordinate(width)}v${coordinate(height)}z`
  })
  let ticks = ''
  for (let tenth = 0; tenth <= 10; tenth++) ticks += `M${tenth * 24} 20v${tenth % 5 === 0 ? 5 : 2.5}`
  const content =
    `<path class="chart__spread" d="${bars}"/>` +
    `<path class="chart__axis" d="M0 20H240${ticks}"/>` +
    `<path class="chart__else-line axis__base" d="M${coordinate(onScale(restMean))} 7V26.5"/>` +
    markAt(personaNumber, { x: onScale(mean), y: 20, size: 13 })
  return picture({ className: 'chart axis', box: [-8, 0, 256, 27] }, alternative(axis), content)
}

/** The same position for comparing personas side by side: the middle 80 % of members as a band instead of a histogram. */
export function axisLine(axis: AxisPosition & { band: { low: number; high: number }; personaNumber: number }): string {
  const content =
    `<path class="set__spread" d="M${coordinate(onScale(axis.band.low))} 10H${coordinate(onScale(axis.band.high))}"/>` +
    '<path class="chart__axis" d="M0 10H240M0 7v6M120 7v6M240 7v6M60 8.5v3M180 8.5v3"/>' +
    `<path class="chart__else-line set__base" d="M${coordinate(onScale(axis.restMean))} 2V18"/>` +
    markAt(axis.personaNumber, { x: onScale(axis.mean), y: 10, size: 12 })
  return picture({ className: 'chart', box: [-6, 0, 252, 20] }, alternative(axis), content)
}

function onScale(value: number): number {
  return (Math.min(1, Math.max(-1, value)) + 1) * 120
}

function alternative({ left, right, mean, restMean }: AxisPosition) {
  return {
    title: `${left} (−1) to ${right} (+1): members ${signedText(mean)}`,
    description: `Everyone else ${signedText(restMean)}.`,
  }
}
