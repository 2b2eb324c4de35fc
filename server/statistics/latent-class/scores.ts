import { ExpectationMaximisation } from './expectation-maximisation.ts'
import type { LatentClassFit } from './fit.ts'
import type { ObservedItem, Observations } from './observations.ts'

/** Derivative of each pattern's log-likelihood by one free parameter. */
export interface Score {
  about: ScoreAbout
  /** One per pattern. */
  values: Float64Array
}

/**
 * Shares and category probabilities on the logit scale (of class 0, and of the last category inside), a rate as its
 * logarithm, a mean in standard deviations of its class, a variance as half its logarithm; of an adjacent-category item the
 * step to each category and the position of each class but the first.
 */
export type ScoreAbout =
  | { kind: 'share'; index: number }
  | { kind: 'probability'; place: number; index: number; category: number }
  | { kind: 'rate' | 'mean' | 'variance' | 'position'; place: number; index: number }
  | { kind: 'step'; place: number; category: number }

/** A probability that accounts for fewer people than this lies on the boundary: nobody tells of it, only the prior does. */
const BOUNDARY_PEOPLE = 0.5

/**
 * Scores of the patterns, one a free parameter inside the boundary.
 * @param posteriors patterns × classes; absent: those of the fit itself
 */
export function scoresOf(
  observations: Observations,
  { classes, estimates }: Pick<LatentClassFit, 'classes' | 'estimates'>,
  given?: Float64Array,
): Score[] {
  const em = new ExpectationMaximisation(observations, { classes })
  const posteriors = given ?? em.posteriors(estimates)
  const people = observations.weights.reduce((sum, weight) => sum + weight, 0)
  const scores: Score[] = []
  const add = (about: ScoreAbout, score: (pattern: number) => number) =>
    scores.push({
      about,
      values: Float64Array.from({ length: observations.patterns }, (_, pattern) => score(pattern)),
    })
  for (let index = 1; index < classes; index++) {
    add({ kind: 'share', index }, (pattern) => posteriors[pattern * classes + index]! - estimates[index]!)
  }
  const width = observations.items.length
  observations.items.forEach((item, place) => {
    const offset = em.layout.offsets[place]!
    const rowOf = (pattern: number) => observations.rows[pattern * width + place]!
    if (item.isAdjacent) {
      for (const { about, score } of adjacentScores(item, { place, estimates, offset, classes, posteriors })) {
        add(about, (pattern) =>
          rowOf(pattern) === observations.valueRows ? 0 : score(pattern, rowOf(pattern) - item.firstRow),
        )
      }
      return
    }
    for (let index = 0; index < classes; index++) {
      const posterior = (pattern: number) => posteriors[pattern * classes + index]!
      const boundary = BOUNDARY_PEOPLE / (people * estimates[index]!)
      for (const { part, score } of itemScores(item, { estimates, offset, classes, index, boundary })) {
        add({ ...part, place, index }, (pattern) =>
          rowOf(pattern) === observations.valueRows ? 0 : posterior(pattern) * score(rowOf(pattern) - item.firstRow),
        )
      }
    }
  })
  return scores
}

function adjacentScores(
  item: ObservedItem,
  {
    place,
    estimates,
    offset,
    classes,
    posteriors,
  }: { place: number; estimates: Float64Array; offset: number; classes: number; posteriors: Float64Array },
): { about: ScoreAbout; score: (pattern: number, row: number) => number }[] {
  const probability = (row: number, index: number) => estimates[offset + row * classes + index]!
  const mean = (index: number) => {
    let sum = 0
    for (let row = 0; row < item.rows; row++) sum += row * probability(row, index)
    return sum
  }
  const steps = Array.from({ length: item.rows - 1 }, (_, at) => ({
    about: { kind: 'step' as const, place, category: at + 1 },
    score: (pattern: number, row: number) => {
      let sum = 0
      for (let index = 0; index < classes; index++) {
        sum += posteriors[pattern * classes + index]! * ((row === at + 1 ? 1 : 0) - probability(at + 1, index))
      }
      return sum
    },
  }))
  const positions = Array.from({ length: classes - 1 }, (_, at) => ({
    about: { kind: 'position' as const, place, index: at + 1 },
    score: (pattern: number, row: number) => posteriors[pattern * classes + at + 1]! * (row - mean(at + 1)),
  }))
  return [...steps, ...positions]
}

type Part = { kind: 'probability'; category: number } | { kind: 'rate' | 'mean' | 'variance' }

function itemScores(
  item: ObservedItem,
  {
    estimates,
    offset,
    classes,
    index,
    boundary,
  }: { estimates: Float64Array; offset: number; classes: number; index: number; boundary: number },
): { part: Part; score: (row: number) => number }[] {
  const first = estimates[offset + index]!
  if (item.kind === 'count') return [{ part: { kind: 'rate' }, score: (row) => item.values![row]! - first }]
  if (item.kind === 'continuous') {
    const deviation = Math.sqrt(estimates[offset + classes + index]!)
    const standard = (row: number) => (item.values![row]! - first) / deviation
    return [
      { part: { kind: 'mean' }, score: standard },
      { part: { kind: 'variance' }, score: (row) => standard(row) ** 2 - 1 },
    ]
  }
  const probability = (row: number) => estimates[offset + row * classes + index]!
  const inside = Array.from({ length: item.rows }, (_, row) => row).filter((row) => probability(row) > boundary)
  // The last category inside is what the others are measured against.
  return inside.slice(0, -1).map((category) => ({
    part: { kind: 'probability', category },
    score: (row) => (row === category ? 1 : 0) - probability(category),
  }))
}
