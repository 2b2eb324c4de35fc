import { invert, multiplyVector } from '../linear-systems.ts'

/**
 * An ordered item whose classes differ only in where they stand on it (adjacent-category logits with one slope a class):
 * ln(p_k / p_{k−1}) = threshold_k + position_class. Far fewer parameters than free probabilities: categories − 1 and
 * classes − 1 in all. Source: Goodman (1979), JASA 74, 537–552; Magidson & Vermunt (2004), Latent class models.
 */
export interface AdjacentParameters {
  /** ln(p_k / p_0) of class 0, categories 1 … */
  steps: Float64Array
  /** What each category further adds in classes 1 …, against class 0. */
  positions: Float64Array
}

const MOST_STEPS = 20
const SMALLEST = 1e-12

/**
 * Writes the probabilities (rows × classes, class-fastest, from `offset`) of the adjacent-category model nearest to the
 * counts: Newton's method from where the parameters stand, every step halved until it does not fall.
 * @param counts rows × classes, class-fastest
 */
export function maximiseAdjacent(
  counts: Float64Array,
  {
    rows,
    classes,
    parameters,
    next,
    offset,
  }: { rows: number; classes: number; parameters: Float64Array; next: Float64Array; offset: number },
): void {
  let current = adjacentParametersOf(parameters, { rows, classes, offset })
  let probabilities = probabilitiesOf(current, rows, classes)
  let value = logLikelihood(counts, probabilities)
  for (let step = 0; step < MOST_STEPS; step++) {
    const move = newtonMove(counts, probabilities, rows, classes)
    if (!move) break
    let gained = false
    for (let length = 1; length > 1e-6; length /= 2) {
      const tried = moved(current, move, length)
      const there = probabilitiesOf(tried, rows, classes)
      const found = logLikelihood(counts, there)
      if (!(found >= value)) continue
      gained = found > value + 1e-12 * Math.abs(value)
      current = tried
      probabilities = there
      value = found
      break
    }
    if (!gained) break
  }
  next.set(probabilities, offset)
}

/** The model's parameters from its probabilities; where those are no such model's, one near them. */
export function adjacentParametersOf(
  parameters: Float64Array,
  { rows, classes, offset }: { rows: number; classes: number; offset: number },
): AdjacentParameters {
  const log = (row: number, index: number) => Math.log(Math.max(parameters[offset + row * classes + index]!, SMALLEST))
  const last = rows - 1
  return {
    steps: Float64Array.from({ length: last }, (_, at) => log(at + 1, 0) - log(0, 0)),
    positions: Float64Array.from(
      { length: classes - 1 },
      (_, at) => (log(last, at + 1) - log(0, at + 1) - (log(last, 0) - log(0, 0))) / last,
    ),
  }
}

function probabilitiesOf({ steps, positions }: AdjacentParameters, rows: number, classes: number): Float64Array {
  const probabilities = new Float64Array(rows * classes)
  for (let index = 0; index < classes; index++) {
    const position = index === 0 ? 0 : positions[index - 1]!
    const logits = Array.from({ length: rows }, (_, row) => (row === 0 ? 0 : steps[row - 1]! + row * position))
    const largest = Math.max(...logits)
    const sum = logits.reduce((total, logit) => total + Math.exp(logit - largest), 0)
    logits.forEach((logit, row) => {
      probabilities[row * classes + index] = Math.max(Math.exp(logit - largest) / sum, SMALLEST)
    })
  }
  return probabilities
}

function moved({ steps, positions }: AdjacentParameters, move: Float64Array, length: number): AdjacentParameters {
  return {
    steps: steps.map((step, at) => step + length * move[at]!),
    positions: positions.map((position, at) => position + length * move[steps.length + at]!),
  }
}

/** Steps first, then positions. */
function newtonMove(
  counts: Float64Array,
  probabilities: Float64Array,
  rows: number,
  classes: number,
): Float64Array | null {
  const last = rows - 1
  const size = last + classes - 1
  const gradient = new Float64Array(size)
  const information = new Float64Array(size * size)
  for (let index = 0; index < classes; index++) {
    let people = 0
    let mean = 0
    let square = 0
    for (let row = 0; row < rows; row++) {
      people += counts[row * classes + index]!
      mean += row * probabilities[row * classes + index]!
      square += row * row * probabilities[row * classes + index]!
    }
    const place = last + index - 1
    for (let row = 1; row < rows; row++) {
      const probability = probabilities[row * classes + index]!
      const surplus = counts[row * classes + index]! - people * probability
      gradient[row - 1]! += surplus
      if (index > 0) gradient[place]! += row * surplus
      for (let other = 1; other < rows; other++) {
        const same = row === other ? probability : 0
        information[(row - 1) * size + other - 1]! +=
          people * (same - probability * probabilities[other * classes + index]!)
      }
      if (index > 0) {
        const cross = people * probability * (row - mean)
        information[(row - 1) * size + place]! += cross
        information[place * size + row - 1]! += cross
      }
    }
    if (index > 0) information[place * size + place]! += people * (square - mean * mean)
  }
  // Categories nobody chose and classes without people leave a direction flat.
  for (let at = 0; at < size; at++) information[at * size + at]! += 1e-9
  const inverted = invert(information, size)
  return inverted && multiplyVector(inverted.inverse, gradient)
}

function logLikelihood(counts: Float64Array, probabilities: Float64Array): number {
  let sum = 0
  for (let at = 0; at < counts.length; at++) if (counts[at]! > 0) sum += counts[at]! * Math.log(probabilities[at]!)
  return sum
}
