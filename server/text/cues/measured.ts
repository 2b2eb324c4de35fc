import type { Facet } from '../../facets.ts'

interface MeasuredBand {
  /** Strengths from this one up to the next band's. */
  from: number
  reviewed: number
  right: number
}

/** Suggestions reviewed by a reader on the tuning half of the labelled sentences, by facet and strength. */
const bands: Partial<Record<Facet, MeasuredBand[]>> = {}

/** Fewer reviewed suggestions than this tell nothing that should be called a probability. */
const leastReviewed = 30

/**
 * Share of suggestions of this facet and strength that a reader found right, or null where fewer than 30 were reviewed.
 * Laplace's rule (right + 1) / (reviewed + 2) keeps it from 0 and 1.
 */
export function measuredShares(facet: Facet, strength: number): number | null {
  const band = bands[facet]?.findLast(({ from }) => strength >= from)
  if (!band || band.reviewed < leastReviewed) return null
  return Math.round(((band.right + 1) / (band.reviewed + 2)) * 1000) / 1000
}
