import type { Facet } from '../facets.ts'

export interface MeasuredQuality {
  /** Suggestions of the facet that a reader looked at. */
  reviewed: number
  right: number
}

/**
 * What a reader found of each facet's suggestions on the test half of the labelled sentences: the figures that
 * test/reference/tag-labels/figures.md prints, which a test holds against these.
 */
export const measuredQuality: Record<Facet, MeasuredQuality> = {
  attitude: { reviewed: 32, right: 21 },
  need: { reviewed: 8, right: 7 },
  motivation: { reviewed: 14, right: 5 },
  experience: { reviewed: 37, right: 32 },
  preference: { reviewed: 3, right: 1 },
  behaviour: { reviewed: 25, right: 19 },
  value: { reviewed: 3, right: 3 },
  pain: { reviewed: 15, right: 10 },
  journey: { reviewed: 1, right: 1 },
}

const fewestReviewed = 8
const leastRight = 0.6

/** Whether suggestions of this facet may count before a person has looked at them: measured, and right more often than not by a margin. */
export function countsUnseen(facet: Facet): boolean {
  const { reviewed, right } = measuredQuality[facet]
  return reviewed >= fewestReviewed && right >= leastRight * reviewed
}

/** Why suggestions of this facet count, or only accepted tags do, in one sentence with the figures. */
export function qualityText(facet: Facet): string {
  const { reviewed, right } = measuredQuality[facet]
  if (reviewed < fewestReviewed) {
    return `Suggestions of this kind were hardly measured (${right} of ${reviewed} right), so only accepted tags count.`
  }
  const percent = Math.round((100 * right) / reviewed)
  return countsUnseen(facet)
    ? `Suggestions of this kind were right in ${percent} % of ${reviewed} reviewed.`
    : `Suggestions of this kind were right in ${percent} % of ${reviewed} reviewed, so only accepted tags count.`
}
