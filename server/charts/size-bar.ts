import { rulerTicks } from './share-ruler.ts'
import { coordinate } from './svg.ts'

/**
 * One share as a bar on the graduated ruler, without interval: a size that was counted, not estimated. It stands beside its number in
 * a table, which says it in words.
 */
export function sizeBar(share: number): string {
  return (
    '<svg class="chart ruler ruler--size" viewBox="0 0 1000 21" preserveAspectRatio="none" aria-hidden="true">' +
    `<path class="ruler__fill" d="M0 3H${coordinate(Math.max(0, Math.min(1, share)) * 1000)}V12H0z"/>${rulerTicks(12)}</svg>`
  )
}
