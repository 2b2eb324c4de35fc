import { wilsonInterval } from '../../statistics/proportions.ts'

/** A share with its 95 % Wilson interval, or only its base while that is too small to say. */
export interface ReviewedShare {
  base: number
  right: number
  share: number
  low: number
  high: number
  isTooFew: boolean
}

export interface LabelFigures {
  label: string
  precision: ReviewedShare
  recall: ReviewedShare
}

/** A share over fewer sentences than this says nothing. */
export const fewestReviewed = 10

/**
 * How good the suggestions of each label are, from sentences drawn at random and read without seeing them: precision over
 * those that were suggested, recall over those that the reader found. Sentences chosen because they were doubtful are left
 * out: they would make everything look worse than it is, or better.
 */
export function reviewedFigures(reviews: { sampling: 'random' | 'chosen'; said: string[]; found: string[] }[]): {
  random: number
  chosen: number
  labels: LabelFigures[]
} {
  const random = reviews.filter(({ sampling }) => sampling === 'random')
  const labels = [...new Set(random.flatMap(({ said, found }) => [...said, ...found]))].sort()
  return {
    random: random.length,
    chosen: reviews.length - random.length,
    labels: labels.map((label) => {
      const said = random.filter((review) => review.said.includes(label))
      const found = random.filter((review) => review.found.includes(label))
      const both = said.filter((review) => review.found.includes(label)).length
      return { label, precision: shareOf(both, said.length), recall: shareOf(both, found.length) }
    }),
  }
}

function shareOf(right: number, base: number): ReviewedShare {
  if (base === 0) return { base, right, share: 0, low: 0, high: 1, isTooFew: true }
  const { low, high } = wilsonInterval({ successes: right, base })
  return { base, right, share: right / base, low, high, isTooFew: base < fewestReviewed }
}
