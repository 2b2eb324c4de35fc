import type { Difference } from './krippendorff.ts'

/**
 * Distance of two sets of codes: Jaccard's, made larger where neither holds the other.
 * @param one, other codes in any order, none twice; two empty sets are equal
 * Source: Passonneau (2006), Measuring Agreement on Set-valued Items (MASI), LREC.
 */
export function masiDistance(one: readonly string[], other: readonly string[]): number {
  const { shared, union } = overlapOf(one, other)
  if (union === 0 || shared === union) return 0
  const monotonicity = shared === 0 ? 0 : shared === Math.min(one.length, other.length) ? 2 / 3 : 1 / 3
  return 1 - (shared / union) * monotonicity
}

/** Jaccard's distance: 1 − shared codes / codes that either holds; two empty sets are equal. */
export function jaccardDistance(one: readonly string[], other: readonly string[]): number {
  const { shared, union } = overlapOf(one, other)
  return union === 0 ? 0 : 1 - shared / union
}

/** A set of codes as one value, so that equal sets are counted together: see alphaWithDifference. */
export function setKey(codes: Iterable<string>): string {
  return JSON.stringify([...new Set(codes)].sort())
}

/** A distance of sets for values made by setKey. */
export function ofSetKeys(distance: (one: readonly string[], other: readonly string[]) => number): Difference<string> {
  return (one, other) => (one === other ? 0 : distance(JSON.parse(one) as string[], JSON.parse(other) as string[]))
}

function overlapOf(one: readonly string[], other: readonly string[]): { shared: number; union: number } {
  const held = new Set(other)
  const shared = one.filter((code) => held.has(code)).length
  return { shared, union: one.length + other.length - shared }
}
