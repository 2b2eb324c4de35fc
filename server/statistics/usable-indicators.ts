import { isNumeric, type Indicator, type IndicatorData } from './indicator.ts'
import { percentBeside } from './printed-number.ts'
import { REPEATED, repetition } from './repeated-items.ts'
import { observe, type Observations } from './latent-class/observations.ts'

/** An indicator must have been answered by this share of people: a question that was not put is not missing at random. */
export const MINIMUM_ASKED = 0.7
/** A person must have answered this share of the indicators to enter the fit. */
export const MINIMUM_ANSWERED = 0.5

export interface PreparedData {
  /** The usable indicators, people in the order of their answers: what is drawn at random never depends on who came first. */
  data: IndicatorData
  /** Place in the given data of each of those people. */
  order: Int32Array
  observations: Observations
  excluded: { name: string; reason: string }[]
}

/** Drops the indicators that cannot build classes, saying why, puts people in the order of their answers, and collapses the people who answered enough of the others. */
export function prepare(data: IndicatorData): PreparedData {
  const excluded: PreparedData['excluded'] = []
  const indicators: Indicator[] = []
  for (const indicator of data.indicators) {
    const reason = unusable(indicator, data.size) ?? repeats(indicator, indicators)
    if (reason) excluded.push({ name: indicator.name, reason })
    else indicators.push(indicator)
  }
  const order = orderOfAnswers({ ...data, indicators })
  const usable: IndicatorData = {
    size: data.size,
    indicators: indicators.map((indicator) => inOrder(indicator, order)),
    ...(data.weights ? { weights: Float64Array.from(order, (person) => data.weights![person]!) } : {}),
  }
  return { data: usable, order, observations: observe(usable, { minimumAnswered: MINIMUM_ANSWERED }), excluded }
}

/** People by their answers to one indicator after another, missing ones first, then by weight; people alike in all are exchangeable. */
function orderOfAnswers({ indicators, size, weights }: IndicatorData): Int32Array {
  return Int32Array.from({ length: size }, (_, person) => person).sort((one, other) => {
    for (const { values } of indicators) {
      const first = values[one]!
      const second = values[other]!
      if (first === second) continue
      if (Number.isNaN(first) && Number.isNaN(second)) continue
      return Number.isNaN(first) ? -1 : Number.isNaN(second) ? 1 : first - second
    }
    return weights ? weights[one]! - weights[other]! : 0
  })
}

function inOrder(indicator: Indicator, order: Int32Array): Indicator {
  if (isNumeric(indicator)) return { ...indicator, values: Float64Array.from(order, (at) => indicator.values[at]!) }
  return { ...indicator, values: Int16Array.from(order, (at) => indicator.values[at]!) }
}

/** Two columns of one question would find each other, and call it a persona. */
function repeats(indicator: Indicator, kept: Indicator[]): string | undefined {
  const twin = kept.find((other) => repetition(other, indicator) >= REPEATED)
  return twin && `It repeats “${twin.name}”, perhaps in other steps: the two would only find each other.`
}

function unusable(indicator: Indicator, size: number): string | undefined {
  const seen = new Map<number, number>()
  let answered = 0
  for (const value of indicator.values) {
    if (isNumeric(indicator) ? Number.isNaN(value) : value < 0) continue
    answered++
    seen.set(value, (seen.get(value) ?? 0) + 1)
  }
  if (answered < MINIMUM_ASKED * size) {
    return `Answered by ${percentBeside(answered / Math.max(1, size), [MINIMUM_ASKED])} % of people; ${Math.round(100 * MINIMUM_ASKED)} % are needed.`
  }
  if (seen.size < 2) return 'Everyone gave the same answer.'
  return undefined
}
