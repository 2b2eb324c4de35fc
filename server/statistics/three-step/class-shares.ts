import type { Classification } from './classification.ts'

/** Answers of the classes to a question outside the fit, freed of the errors of classification. */
export interface ClassShares {
  /** classes × categories, row-major; each class sums to 1. */
  shares: Float64Array
  /** Share of each class among those who answered. */
  classShares: Float64Array
  /** Whether the corrected table lay inside 0 … 1, where maximum likelihood and the linear correction (BCH) are one. */
  isInterior: boolean
}

const MOST_STEPS = 5000

/**
 * Shares of the categories in each class by maximum likelihood, the errors of classification held fixed:
 * P(put into s, answers z) = Σ_c P(c) P(z | c) P(put into s | c). Shares stay within 0 … 1 where the linear correction leaves it.
 * @param values category of each person, −1 when missing
 * @returns null when nobody answered
 * Source: Vermunt (2010), Political Analysis 18, 450–469; Bakk, Tekle & Vermunt (2013). The table is saturated, so the linear
 * correction is the maximum when it lies inside; otherwise EM climbs from its nearest point.
 */
export function classShares(
  values: ArrayLike<number>,
  categories: number,
  classification: Classification,
): ClassShares | null {
  const { classes, assigned, weights, errors, corrections } = classification
  const table = new Float64Array(classes * categories)
  let total = 0
  for (let person = 0; person < assigned.length; person++) {
    const place = assigned[person]!
    const category = values[person]!
    if (place < 0 || category < 0) continue
    table[place * categories + category]! += weights[person]!
    total += weights[person]!
  }
  if (!(total > 0)) return null
  const joint = new Float64Array(classes * categories)
  for (let put = 0; put < classes; put++) {
    for (let index = 0; index < classes; index++) {
      const correction = corrections[put * classes + index]!
      for (let category = 0; category < categories; category++) {
        joint[index * categories + category]! += (correction * table[put * categories + category]!) / total
      }
    }
  }
  const isInterior = joint.every((entry) => entry >= 0)
  const best = isInterior ? joint : climb(joint, table, { classes, categories, errors, total })
  const shareOfClass = Float64Array.from({ length: classes }, (_, index) =>
    best.subarray(index * categories, (index + 1) * categories).reduce((sum, entry) => sum + entry, 0),
  )
  return {
    shares: best.map((entry, at) => entry / shareOfClass[Math.floor(at / categories)]!),
    classShares: shareOfClass,
    isInterior,
  }
}

function climb(
  start: Float64Array,
  table: Float64Array,
  { classes, categories, errors, total }: { classes: number; categories: number; errors: Float64Array; total: number },
): Float64Array {
  // EM multiplies, so it starts a little inside.
  let joint = start.map((entry) => Math.max(entry, 1e-4 / start.length))
  const next = new Float64Array(joint.length)
  for (let step = 0; step < MOST_STEPS; step++) {
    next.fill(0)
    for (let category = 0; category < categories; category++) {
      for (let put = 0; put < classes; put++) {
        const people = table[put * categories + category]!
        if (people === 0) continue
        let expected = 0
        for (let index = 0; index < classes; index++) {
          expected += joint[index * categories + category]! * errors[index * classes + put]!
        }
        if (!(expected > 0)) continue
        for (let index = 0; index < classes; index++) {
          const part = (joint[index * categories + category]! * errors[index * classes + put]!) / expected
          next[index * categories + category]! += (people * part) / total
        }
      }
    }
    let change = 0
    for (let at = 0; at < joint.length; at++) change = Math.max(change, Math.abs(next[at]! - joint[at]!))
    joint = next.slice()
    if (change < 1e-10) break
  }
  return joint
}
