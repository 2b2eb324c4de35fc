import type { Indicator, IndicatorData } from '../statistics/indicator.ts'
import { wilsonInterval } from '../statistics/proportions.ts'
import { BETWEEN_MARGIN } from '../statistics/class-description.ts'
import type { PersonInput } from './claim-input.ts'

/** Probability from which a person's words may stand for a persona. */
export const coreProbability = 0.7

/** The persona a person most likely belongs to, and by how much; null for a person in none. */
export function placeOf(person: PersonInput): { persona: number; probability: number; margin: number } | null {
  if (!person.posterior) return null
  let persona = 0
  let runnerUp = 0
  person.posterior.forEach((probability, index) => {
    if (index === 0) return
    if (probability > person.posterior![persona]!) {
      runnerUp = person.posterior![persona]!
      persona = index
    } else runnerUp = Math.max(runnerUp, probability)
  })
  const probability = person.posterior[persona]!
  return { persona, probability, margin: probability - runnerUp }
}

/** Whether the person counts for the persona: most likely in it, and not between two. */
export function isMember(person: PersonInput, persona: number): boolean {
  const place = placeOf(person)
  return place !== null && place.persona === persona && place.margin >= BETWEEN_MARGIN
}

/** Weights of everyone who answered: probability of the persona, and of all others together, times the survey weight when asked. */
export function weightsOf(
  indicator: Indicator,
  people: PersonInput[],
  persona: number,
  { isWeighted = true }: { isWeighted?: boolean } = {},
): { these: Float64Array; rest: Float64Array } {
  const size = indicator.values.length
  const these = new Float64Array(size)
  const rest = new Float64Array(size)
  for (let index = 0; index < size; index++) {
    const { posterior, weight = 1 } = people[index]!
    if (!posterior || isMissing(indicator, index)) continue
    const scale = isWeighted ? weight : 1
    these[index] = scale * posterior[persona]!
    rest[index] = scale * (1 - posterior[persona]!)
  }
  return { these, rest }
}

export function isMissing(indicator: Indicator, index: number): boolean {
  return isCategorical(indicator) ? indicator.values[index]! < 0 : Number.isNaN(indicator.values[index]!)
}

export function isCategorical(indicator: Indicator): indicator is Extract<Indicator, { categories: string[] }> {
  return 'categories' in indicator
}

/** Sum of weights, and Kish's effective number behind it. */
export function basesOf(weights: Float64Array): { base: number; effective: number } {
  let sum = 0
  let squares = 0
  for (const weight of weights) {
    sum += weight
    squares += weight * weight
  }
  return { base: sum, effective: squares > 0 ? (sum * sum) / squares : 0 }
}

/** Wilson's interval for a weighted share: on the effective base, never on the sum of weights. */
export function shareInterval(share: number, effective: number): { low: number; high: number } {
  if (!(effective > 0)) return { low: 0, high: 1 }
  return wilsonInterval({ successes: Math.min(1, Math.max(0, share)) * effective, base: effective })
}

/** Interval of a weighted mean by its standard error on the effective base. */
export function meanInterval(
  values: ArrayLike<number>,
  weights: Float64Array,
  mean: number,
): { low: number; high: number } {
  const { base, effective } = basesOf(weights)
  let squares = 0
  weights.forEach((weight, index) => {
    if (weight > 0) squares += weight * (values[index]! - mean) ** 2
  })
  const error = effective > 1 ? Math.sqrt(squares / base / (effective - 1)) : 0
  return { low: mean - 1.96 * error, high: mean + 1.96 * error }
}

export function indicatorNamed(data: IndicatorData, name: string): Indicator | undefined {
  return data.indicators.find((indicator) => indicator.name === name)
}
