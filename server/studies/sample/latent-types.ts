import type { Random } from '../../statistics/random.ts'

/**
 * The four attitudes that the generator plants. They are no personas: whether the product finds them again is up to it.
 * checker: wants proof before paying · keeper: wants what has always worked · finder: enjoys looking and likes what is new ·
 * hurrier: wants it settled today.
 */
export const latentTypes = ['checker', 'keeper', 'finder', 'hurrier'] as const
export type LatentType = (typeof latentTypes)[number]

/** One number a type, in the order of `latentTypes`. */
export type Lean = readonly [checker: number, keeper: number, finder: number, hurrier: number]

/** How common each type is. */
const shares: Lean = [0.29, 0.26, 0.2, 0.25]

export interface Attitude {
  /** The type that carries most weight. */
  type: LatentType
  /** Weights of the four types, summing to 1: nobody is of one type alone. */
  weights: Lean
  /** Tendency to agree with whatever is asked, in points of a five-point scale. */
  agreeing: number
}

/** Draws a person's attitude. One in eight stands halfway between two types. */
export function drawAttitude(random: Random): Attitude {
  const main = drawIndex(random, shares)
  const second = (main + 1 + random.integer(latentTypes.length - 1)) % latentTypes.length
  const share = random.next() < 0.125 ? 0.52 : 0.66 + 0.3 * random.next()
  const weights = latentTypes.map((_, index) => (index === main ? share : index === second ? 1 - share : 0))
  return {
    type: latentTypes[main]!,
    weights: weights as unknown as Lean,
    agreeing: 0.25 * random.normal(),
  }
}

/** How far a person leans, by the weights of their types. */
export function leanOf({ weights }: Pick<Attitude, 'weights'>, lean: Lean): number {
  return weights.reduce((sum, weight, index) => sum + weight * lean[index]!, 0)
}

/** An index drawn in proportion to non-negative weights. */
export function drawIndex(random: Random, weights: readonly number[]): number {
  let left = random.next() * weights.reduce((sum, weight) => sum + weight, 0)
  const found = weights.findIndex((weight) => {
    left -= weight
    return left < 0
  })
  return found === -1 ? weights.length - 1 : found
}

export function pick<Entry>(random: Random, entries: readonly Entry[]): Entry {
  return entries[random.integer(entries.length)]!
}
