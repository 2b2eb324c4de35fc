import type { Random } from './random.ts'

export interface SaturationPoint {
  /** Sources read so far, from 1. */
  sources: number
  /** Codes that this source was the first to carry, in the order they were collected. */
  newCodes: number
  /** Distinct codes so far, in that order. */
  codes: number
  /** Mean of distinct codes after as many sources, over random orders. */
  mean: number
  /** 5th and 95th percentile over random orders. */
  low: number
  high: number
}

/**
 * How fast new codes stop turning up: distinct codes after each source, as collected and over random orders, since the order of
 * interviews is an accident. Flat at the end says that these sources hold little new, not that other people would not.
 * @param sources codes of each source, in the order they were collected
 * Source: Guest, Bunce & Johnson (2006), Field Methods 18, 59–82; resampled orders as in Guest, Namey & Chen (2020), PLoS ONE 15(5).
 */
export function saturation(
  sources: ReadonlySet<string>[],
  { random, orders = 500 }: { random: Random; orders?: number },
): SaturationPoint[] {
  const collected = distinctAfterEach(sources)
  const totals = sources.map(() => new Float64Array(orders))
  for (let order = 0; order < orders; order++) {
    distinctAfterEach(shuffled(sources, random)).forEach((codes, index) => {
      totals[index]![order] = codes
    })
  }
  return sources.map((_, index) => {
    const sorted = totals[index]!.sort()
    const at = (share: number) => sorted[Math.round(share * (orders - 1))]!
    return {
      sources: index + 1,
      newCodes: collected[index]! - (collected[index - 1] ?? 0),
      codes: collected[index]!,
      mean: sorted.reduce((sum, codes) => sum + codes, 0) / orders,
      low: at(0.05),
      high: at(0.95),
    }
  })
}

function distinctAfterEach(sources: ReadonlySet<string>[]): number[] {
  const seen = new Set<string>()
  return sources.map((codes) => {
    for (const code of codes) seen.add(code)
    return seen.size
  })
}

function shuffled<T>(items: T[], random: Random): T[] {
  const order = [...items]
  for (let index = order.length - 1; index > 0; index--) {
    const other = random.integer(index + 1)
    ;[order[index], order[other]] = [order[other]!, order[index]!]
  }
  return order
}
