import { markAt } from './persona-mark.ts'
import { coordinate, picture } from './svg.ts'

/**
 * What the real answers gain by groups beside what copies without groups gain: a tick for every copy, the persona's mark for the real
 * answers. Gains are of BIC over one group; a mark to the right of every tick was never matched by a copy.
 */
export function nullStrip({
  name,
  observed,
  copies,
  personaNumber,
}: {
  name: string
  observed: number
  copies: number[]
  personaNumber: number
}): string {
  const lowest = Math.min(0, observed, ...copies)
  const highest = Math.max(observed, ...copies, lowest + 1)
  const place = (gain: number) => ((gain - lowest) / (highest - lowest)) * 240
  const ticks = copies.map((gain) => `M${coordinate(place(gain))} 4V16`).join('')
  const largest = Math.max(...copies)
  return picture(
    { className: 'chart nulls', box: [-8, 0, 256, 20] },
    {
      title: `${name}: real answers gain ${Math.round(observed)}, the best of ${copies.length} copies ${Math.round(largest)}`,
    },
    `<path class="chart__axis" d="M0 10H240M${coordinate(place(0))} 2V18"/>` +
      `<path class="chart__else-line" d="${ticks}"/>${markAt(personaNumber, { x: place(observed), y: 10, size: 12 })}`,
  )
}
