import type { ShownAnswers } from './runs.ts'

/**
 * Even-odd inconsistency: over the scales, the correlation of a person's mean on even and on odd items, stepped up for length by
 * Spearman and Brown and its sign turned, so that high means careless: −1 consistent, +1 contradictory.
 * NaN with fewer than three scales of two or more answers, or when either half never varies (somebody who ticks one column
 * throughout escapes this index: runsOf finds them).
 * @param scales the person's answers scale by scale, reversed items turned so that all point one way
 * Source: Meade & Craig (2012), Psychological Methods 17, 437–455; sign as R's careless since 1.2.0.
 */
export function evenOddInconsistency(scales: ShownAnswers[]): number {
  const odd: number[] = []
  const even: number[] = []
  for (const answers of scales) {
    const halves = [meanOfEverySecond(answers, 0), meanOfEverySecond(answers, 1)] as const
    if (halves.some(Number.isNaN)) continue
    odd.push(halves[0])
    even.push(halves[1])
  }
  if (odd.length < 3) return Number.NaN
  const correlation = pearson(odd, even)
  // The step-up has no floor below r = −1/3: what is worse than contradictory is contradictory.
  return -Math.max(-1, (2 * correlation) / (1 + correlation))
}

function meanOfEverySecond(answers: ShownAnswers, from: number): number {
  let sum = 0
  let count = 0
  for (let item = from; item < answers.length; item += 2) {
    if (Number.isNaN(answers[item]!)) continue
    sum += answers[item]!
    count++
  }
  return count === 0 ? Number.NaN : sum / count
}

function pearson(one: number[], other: number[]): number {
  const meanOf = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [meanOne, meanOther] = [meanOf(one), meanOf(other)]
  let together = 0
  let squaresOne = 0
  let squaresOther = 0
  one.forEach((value, index) => {
    const a = value - meanOne
    const b = other[index]! - meanOther
    together += a * b
    squaresOne += a * a
    squaresOther += b * b
  })
  return squaresOne < 1e-12 || squaresOther < 1e-12 ? Number.NaN : together / Math.sqrt(squaresOne * squaresOther)
}
