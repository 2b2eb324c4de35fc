import { markAt } from './persona-mark.ts'
import type { ShareEstimate } from './share-ruler.ts'
import { coordinate, percentText, picture } from './svg.ts'

/**
 * These people against everyone else on a scale from 0 to 100 %: filled mark and open ring, each with its interval.
 * A mean is drawn the same way once the caller has brought it onto its scale's range (0 to 1).
 */
export function dumbbell({
  these,
  rest,
  personaNumber,
  title,
}: {
  these: Omit<ShareEstimate, 'base'>
  rest: Omit<ShareEstimate, 'base'>
  personaNumber: number
  title?: string
}): string {
  const place = (share: number) => coordinate(share * 240)
  const content =
    '<path class="chart__axis" d="M0 11H240M0 8v6M60 8v6M120 8v6M180 8v6M240 8v6"/>' +
    `<path class="chart__link" d="M${place(rest.share)} 11H${place(these.share)}"/>` +
    `<path class="chart__else-line chart__bar" d="M${place(rest.low)} 18.5H${place(rest.high)}"/>` +
    `<path class="chart__interval chart__bar" d="M${place(these.low)} 3.5H${place(these.high)}"/>` +
    `<circle class="chart__else" cx="${place(rest.share)}" cy="11" r="4.6"/>` +
    markAt(personaNumber, { x: these.share * 240, y: 11, size: 12.5 })
  return picture(
    { className: 'chart pair', box: [-8, 0, 256, 22] },
    {
      title: title ?? `${percentText(these.share)} of members, ${percentText(rest.share)} of everyone else`,
      description: `95\u202f% intervals: members ${range(these)}, everyone else ${range(rest)}.`,
    },
    content,
  )
}

function range({ low, high }: { low: number; high: number }): string {
  return `${percentText(low)} to ${percentText(high)}`
}
