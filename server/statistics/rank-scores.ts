import { isNumeric, type Indicator } from './indicator.ts'

/**
 * An item as ranks: what an answer is worth on the scale of people, whatever its units.
 * The score of an answer is the weighted share of people below it plus half of those who gave the same (a mid-rank / n).
 */
export interface RankScores {
  name: string
  /** Distinct answers that were given, ascending: category indices or numbers. */
  answers: Float64Array
  /** Weighted share of people who gave each; sums to one. */
  shares: Float64Array
  /** Mid-rank of each answer, in (0, 1). */
  scores: Float64Array
  mean: number
  deviation: number
  /** One per person: the place of the answer in `answers`, −1 when missing. */
  places: Int32Array
}

/** Whether the answers of an item have an order: all kinds but nominal ones with three or more categories. */
export function isOrdered(indicator: Indicator): boolean {
  return indicator.kind !== 'nominal' || indicator.categories.length <= 2
}

export function rankScores(indicator: Indicator, weights?: Float64Array): RankScores {
  const size = indicator.values.length
  const read = isNumeric(indicator)
    ? (person: number) => indicator.values[person]!
    : (person: number) => (indicator.values[person]! < 0 ? Number.NaN : indicator.values[person]!)
  const total = new Map<number, number>()
  let sum = 0
  for (let person = 0; person < size; person++) {
    const answer = read(person)
    if (Number.isNaN(answer)) continue
    const weight = weights ? weights[person]! : 1
    total.set(answer, (total.get(answer) ?? 0) + weight)
    sum += weight
  }
  const answers = Float64Array.from(total.keys()).sort()
  const place = new Map<number, number>()
  answers.forEach((answer, index) => {
    place.set(answer, index)
  })
  const shares = Float64Array.from(answers, (answer) => (sum > 0 ? total.get(answer)! / sum : 0))
  let below = 0
  const scores = Float64Array.from(shares, (share) => {
    below += share
    return below - share / 2
  })
  let mean = 0
  let square = 0
  scores.forEach((score, index) => {
    mean += shares[index]! * score
    square += shares[index]! * score * score
  })
  const places = new Int32Array(size)
  for (let person = 0; person < size; person++) places[person] = place.get(read(person)) ?? -1
  return {
    name: indicator.name,
    answers,
    shares,
    scores,
    mean,
    deviation: Math.sqrt(Math.max(0, square - mean * mean)),
    places,
  }
}

/**
 * The curved part of an item's scores: their square, less what a straight line through the scores says of it. High at both
 * ends of the scale and low in the middle, whichever way the item is worded. Null with fewer than three answers.
 */
export function quadraticScores(item: RankScores): RankScores | null {
  if (item.answers.length < 3 || item.deviation === 0) return null
  const standard = item.scores.map((score) => (score - item.mean) / item.deviation)
  let third = 0
  standard.forEach((score, index) => {
    third += item.shares[index]! * score ** 3
  })
  const scores = standard.map((score) => score * score - 1 - third * score)
  let square = 0
  scores.forEach((score, index) => {
    square += item.shares[index]! * score * score
  })
  return square > 1e-9 ? { ...item, scores, mean: 0, deviation: Math.sqrt(square) } : null
}

/**
 * Spearman correlations of the items, each pair over the people who answered both; 0 where nobody did or nothing varies.
 * @returns items × items, row-major, ones on the diagonal
 */
export function spearmanMatrix(items: RankScores[], weights?: Float64Array): Float64Array {
  const count = items.length
  const matrix = new Float64Array(count * count)
  for (let i = 0; i < count; i++) {
    matrix[i * count + i] = 1
    for (let j = 0; j < i; j++) {
      const value = correlation(items[i]!, items[j]!, weights)
      matrix[i * count + j] = value
      matrix[j * count + i] = value
    }
  }
  return matrix
}

function correlation(one: RankScores, other: RankScores, weights?: Float64Array): number {
  let n = 0
  let x = 0
  let y = 0
  let xx = 0
  let yy = 0
  let xy = 0
  for (let person = 0; person < one.places.length; person++) {
    const p = one.places[person]!
    const q = other.places[person]!
    if (p < 0 || q < 0) continue
    const weight = weights ? weights[person]! : 1
    const a = one.scores[p]! - 0.5
    const b = other.scores[q]! - 0.5
    n += weight
    x += weight * a
    y += weight * b
    xx += weight * a * a
    yy += weight * b * b
    xy += weight * a * b
  }
  const spread = (xx * n - x * x) * (yy * n - y * y)
  return spread > 0 ? (xy * n - x * y) / Math.sqrt(spread) : 0
}
