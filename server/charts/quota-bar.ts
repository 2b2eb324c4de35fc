import { coordinate } from './svg.ts'

const width = 1000

/**
 * How full a quota cell is: a filled bar for places taken, a dashed one behind it for places held by people who are answering, an upright
 * line at the limit. It stands beside its numbers in a table, which say it in words.
 * @param most the largest limit beside it, so that bars of one table compare
 */
export function quotaBar({ taken, held, places, most }: { taken: number; held: number; places: number; most: number }) {
  const at = (count: number) => coordinate((Math.min(count, most) / Math.max(1, most)) * (width - 4) + 1)
  const heldPart =
    held === 0 ? '' : `<path class="quota__held" d="M${at(taken)} 5H${at(taken + held)}V13H${at(taken)}z"/>`
  return (
    `<svg class="chart quota" viewBox="0 0 ${width} 18" preserveAspectRatio="none" aria-hidden="true">` +
    `<path class="quota__room" d="M1 9H${at(places)}"/><path class="ruler__fill" d="M1 4H${at(taken)}V14H1z"/>${heldPart}` +
    `<path class="quota__limit" d="M${at(places)} 1V17"/></svg>`
  )
}
