import { calibrateCopula, drawFromCopula, type GaussianCopula } from './gaussian-copula.ts'
import { isNumeric, type Indicator, type IndicatorData } from './indicator.ts'
import { randomFrom, shuffle, type Random } from './random.ts'
import { isOrdered, rankScores, type RankScores } from './rank-scores.ts'

/** n0: every item on its own, nothing goes together. n1: items go together as observed, but there are no classes. */
export type NullName = 'n0' | 'n1'

/**
 * n0: a copy in which each item's answers are shuffled among the people who gave one. Margins and gaps stay.
 */
export function independentCopy(data: IndicatorData, seed: number): IndicatorData {
  const random = randomFrom(seed)
  return { ...data, indicators: data.indicators.map((indicator) => shuffledIndicator(indicator, random)) }
}

export interface CorrelatedNull {
  copula: GaussianCopula
  items: RankScores[]
  /** Items of the copula, by place in the data. */
  covered: number[]
}

/** Prepares n1: the copula of the ordered items. Nominal items of three or more categories have no order to correlate and are shuffled. */
export function prepareCorrelatedNull(data: IndicatorData): CorrelatedNull {
  const covered = data.indicators.flatMap((indicator, index) => (isOrdered(indicator) ? [index] : []))
  const items = covered.map((index) => rankScores(data.indicators[index]!, data.weights))
  return { copula: calibrateCopula(items, data.weights), items, covered }
}

/** n1: a copy with the observed margins, gaps and Spearman correlations, drawn from a Gaussian copula: no classes by construction. */
export function correlatedCopy(data: IndicatorData, prepared: CorrelatedNull, seed: number): IndicatorData {
  const random = randomFrom(seed)
  const { covered, items, copula } = prepared
  const indicators = data.indicators.map((indicator) =>
    isOrdered(indicator) ? copyOf(indicator) : shuffledIndicator(indicator, random),
  )
  const places = new Int32Array(covered.length)
  for (let person = 0; person < data.size; person++) {
    drawFromCopula(copula, random, places)
    for (let item = 0; item < covered.length; item++) {
      // The gap stays where it was: missing answers are part of the data, not of the null.
      if (items[item]!.places[person]! < 0) continue
      indicators[covered[item]!]!.values[person] = items[item]!.answers[places[item]!]!
    }
  }
  return { ...data, indicators }
}

function copyOf(indicator: Indicator): Indicator {
  if (isNumeric(indicator)) return { ...indicator, values: indicator.values.slice() }
  return { ...indicator, values: indicator.values.slice() }
}

function shuffledIndicator(indicator: Indicator, random: Random): Indicator {
  const copy = copyOf(indicator)
  const isGiven = isNumeric(indicator)
    ? (person: number) => !Number.isNaN(indicator.values[person]!)
    : (person: number) => indicator.values[person]! >= 0
  const people: number[] = []
  for (let person = 0; person < indicator.values.length; person++) if (isGiven(person)) people.push(person)
  const answers = shuffle(
    Float64Array.from(people, (person) => indicator.values[person]!),
    random,
  )
  people.forEach((person, at) => {
    copy.values[person] = answers[at]!
  })
  return copy
}
