import { coordinate, percentText, picture } from './svg.ts'

export interface ShareEstimate {
  /** Fraction of the base. */
  share: number
  /** 95 % interval, fractions. */
  low: number
  high: number
  /** People counted. */
  base: number
}

/**
 * One share with its interval on the graduated ruler from 0 to 100 % that every page uses.
 * Stretches to its place; in print its place must be about 1000 : 21.
 */
export function shareRuler(estimate: ShareEstimate, { of = 'people asked' }: { of?: string } = {}): string {
  const { share, low, high, base } = estimate
  const from = coordinate(low * 1000)
  const to = coordinate(high * 1000)
  const content =
    `<path class="ruler__fill" d="M0 5.5H${coordinate(share * 1000)}V12H0z"/>` +
    rulerTicks(12) +
    `<path class="ruler__range" d="M${from} 2V10M${from} 3H${to}M${to} 2V10"/>`
  return picture(
    { className: 'chart ruler', box: [0, 0, 1000, 21], fit: 'stretch' },
    {
      title: `${percentText(share)} of ${base} ${of}`,
      description: `95\u202f% interval ${percentText(low)} to ${percentText(high)}, on a ruler from 0 to 100\u202f%.`,
    },
    content,
  )
}

/** Ticks at every percent, longer at 5 and 10, on a line at height `y` of a chart 1000 units wide. */
export function rulerTicks(y: number): string {
  let fine = ''
  let middle = ''
  let long = ''
  for (let percent = 0; percent <= 100; percent++) {
    const x = percent * 10
    if (percent % 10 === 0) long += `M${x} ${y}v8`
    else if (percent % 5 === 0) middle += `M${x} ${y}v5.5`
    else fine += `M${x} ${y}v3`
  }
  return `<path class="chart__axis" d="M0 ${y}H1000${fine}${middle}${long}"/>`
}
