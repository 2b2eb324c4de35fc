import type { Facet } from '../facets.ts'

export interface MeasuredQuality {
  /** Suggestions of the facet that a reader looked at. */
  reviewed: number
  right: number
}

/**
 * What a reader found of each facet's suggestions on the labelled sentences nobody tuned on, of both draws: the figures that
 * test/reference/tag-labels/figures.md prints, which a test holds against these.
 */
export const measuredQuality: Record<Facet, MeasuredQuality> = {
  attitude: { reviewed: 66, right: 44 },
  need: { reviewed: 18, right: 12 },
  motivation: { reviewed: 46, right: 25 },
  experience: { reviewed: 87, right: 73 },
  preference: { reviewed: 7, right: 3 },
  behaviour: { reviewed: 62, right: 53 },
  value: { reviewed: 4, right: 3 },
  pain: { reviewed: 38, right: 24 },
  journey: { reviewed: 2, right: 1 },
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
