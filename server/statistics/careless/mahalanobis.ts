import { chiSquareAbove } from '../distributions.ts'
import { AnswerMoments } from './answer-moments.ts'

export interface Distance {
  /** Squared Mahalanobis distance to the mean answer, over the items the person answered. */
  squared: number
  /** Items it was measured on: its degrees of freedom. */
  items: number
  /** Chance of so far an answer under normality; ratings are not normal, so it flags too many rather than too few. */
  p: number
}

/** An item whose spread is this little once the ones before it are known says nothing of its own. */
const smallestShareOfVariance = 1e-6
/** Sets of answered items whose factors are kept; beyond it they are worked out anew each time. */
const mostPatterns = 2_000

/**
 * How far an answer lies from the mean answer, given how the items vary together: a function of one person's row.
 * Only the items the person answered enter, with their own covariances (no answer is filled in), so that each is one degree of
 * freedom and a person is no farther away for having skipped some. Items that say the same as those before them are left out and counted
 * out. Somebody who answered all items gets the distance that R's careless gives (`mahad`).
 * Source: Mahalanobis (1936); as a screen for careless answers: Meade & Craig (2012), Psychological Methods 17, 437–455.
 */
export function mahalanobisDistance(moments: AnswerMoments): (row: ArrayLike<number>) => Distance {
  const means = Float64Array.from({ length: moments.size }, (_, item) => moments.meanOf(item))
  const factors = new Map<string, Factor>()
  return (row) => {
    const answered: number[] = []
    for (let item = 0; item < moments.size; item++) if (!Number.isNaN(row[item]!)) answered.push(item)
    const pattern = answered.join()
    let factor = factors.get(pattern)
    if (!factor) {
      factor = factorOf(moments, answered)
      if (factors.size < mostPatterns) factors.set(pattern, factor)
    }
    return distance(row, means, factor)
  }
}

/** The same for all people at once. @param answers one array a person, items in the same order, NaN for none */
export function mahalanobisDistances(answers: ArrayLike<number>[]): Distance[] {
  const moments = new AnswerMoments(answers[0]?.length ?? 0)
  for (const row of answers) moments.add(row)
  return answers.map(mahalanobisDistance(moments))
}

/** Lower triangular factor of the covariances of the items that say something of their own. */
interface Factor {
  items: number[]
  lower: Float64Array
}

/** Cholesky's factor, item by item; one whose rest is (nearly) nothing, or negative by pairwise covariances, is passed over. */
function factorOf(moments: AnswerMoments, answered: number[]): Factor {
  const width = answered.length
  const lower = new Float64Array(width * width)
  const items: number[] = []
  for (const item of answered) {
    const own = items.length * width
    const variance = moments.covarianceOf(item, item)
    let rest = variance
    for (const [place, before] of items.entries()) {
      let entry = moments.covarianceOf(item, before)
      for (let at = 0; at < place; at++) entry -= lower[own + at]! * lower[place * width + at]!
      entry /= lower[place * width + place]!
      lower[own + place] = entry
      rest -= entry * entry
    }
    if (variance <= 0 || rest <= smallestShareOfVariance * variance) continue
    lower[own + items.length] = Math.sqrt(rest)
    items.push(item)
  }
  return { items, lower: packed(lower, items.length, width) }
}

function packed(lower: Float64Array, size: number, width: number): Float64Array {
  return Float64Array.from({ length: size * size }, (_, at) => lower[Math.floor(at / size) * width + (at % size)]!)
}

function distance(row: ArrayLike<number>, means: Float64Array, { items, lower }: Factor): Distance {
  const size = items.length
  const solved = new Float64Array(size)
  let squared = 0
  for (let place = 0; place < size; place++) {
    let value = row[items[place]!]! - means[items[place]!]!
    for (let before = 0; before < place; before++) value -= lower[place * size + before]! * solved[before]!
    solved[place] = value / lower[place * size + place]!
    squared += solved[place]! ** 2
  }
  return { squared, items: size, p: size === 0 ? 1 : chiSquareAbove(squared, size) }
}
