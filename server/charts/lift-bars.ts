import { coordinate, picture } from './svg.ts'

/** Lifts beyond this factor, either way, end at the edge of the chart. */
const furthest = 4

/** How many times as often as among everyone a persona is met in a segment; from ×1, on a log scale. */
export function liftBar({ segment, lift }: { segment: string; lift: number }): string {
  const reach = Math.log(Math.min(furthest, Math.max(1 / furthest, lift))) / Math.log(furthest)
  const end = coordinate(120 + reach * 110)
  const content =
    '<path class="chart__grid" d="M10 7H230"/>' +
    `<path class="chart__these" d="M120 3H${end}V11H120z"/>` +
    '<path class="chart__else-line" d="M120 0V14"/>'
  return picture(
    { className: 'chart lift', box: [0, 0, 240, 14] },
    { title: `${segment}: ${liftText(lift)} everyone’s share` },
    content,
  )
}

/** A lift as a reader sees it, "×1.7". */
export function liftText(lift: number): string {
  return `×${lift.toFixed(1)}`
}
