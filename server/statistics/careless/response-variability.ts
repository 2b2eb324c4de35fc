import type { ShownAnswers } from './runs.ts'

/**
 * Intra-individual response variability: the standard deviation (n − 1) of a person's answers over items, reversed items left
 * as they were answered. Low for straight-lining, high for answering at random. NaN with fewer than two answers.
 * Source: Dunn, Heggestad, Shanock & Theilgard (2018), Journal of Business and Psychology 33, 105–121; as `irv` of R's careless.
 */
export function responseVariability(answers: ShownAnswers): number {
  let count = 0
  let mean = 0
  let squares = 0
  for (let item = 0; item < answers.length; item++) {
    const answer = answers[item]!
    if (Number.isNaN(answer)) continue
    count++
    const step = answer - mean
    mean += step / count
    squares += step * (answer - mean)
  }
  return count < 2 ? Number.NaN : Math.sqrt(squares / (count - 1))
}
