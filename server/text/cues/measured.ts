import type { Facet } from '../../facets.ts'

export interface MeasuredBand {
  /** Strengths from this one up to the next band's. */
  from: number
  reviewed: number
  right: number
}

/**
 * What a reader found of suggestions on the tuning half of the labelled sentences, by facet and strength
 * (test/reference/tag-labels). A facet is here only when at least 30 suggestions were reviewed and the test half's 95 %
 * interval holds the share: attitudes were dropped for that reason (85 % on the tuning half, 66 % on the other).
 */
export const bands: Partial<Record<Facet, MeasuredBand[]>> = {
  experience: [{ from: 0, reviewed: 36, right: 31 }],
}

/** Fewer reviewed suggestions than this tell nothing that should be called a probability. */
export const leastReviewed = 30

/**
 * Share of suggestions of this facet and strength that a reader found right, or null where it was not measured.
 * Laplace's rule (right + 1) / (reviewed + 2) keeps it from 0 and 1.
 */
export function measuredShare(facet: Facet, strength: number): number | null {
  const band = bands[facet]?.findLast(({ from }) => strength >= from)
  if (!band || band.reviewed < leastReviewed) return null
  return Math.round(((band.right + 1) / (band.reviewed + 2)) * 1000) / 1000
}
