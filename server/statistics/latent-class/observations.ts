import { isNumeric, type Indicator, type IndicatorData } from '../indicator.ts'

/**
 * Respondents as the latent class model reads them: identical answer patterns once, with the summed weight of the people
 * who gave them. Exact for maximum likelihood, and many times less work when patterns repeat.
 */
export interface Observations {
  items: ObservedItem[]
  /** People given, fitted or not. */
  people: number
  /** People in the fit: those with enough answers. */
  fitted: number
  /** Sum of squared weights over the people in the fit, after scaling: effective size = fitted² / this. */
  squaredWeights: number
  patterns: number
  /** patterns × items, row-major: the value row of each answer; a missing answer points at row `valueRows`. */
  rows: Int32Array
  /** One per pattern; they sum to `fitted`. */
  weights: Float64Array
  /** One per person: its pattern, −1 when the person is not in the fit. */
  patternOf: Int32Array
  /** One per person: weight after scaling, 0 when the person is not in the fit. */
  weightOf: Float64Array
  /** Distinct values over all items. */
  valueRows: number
  /** One per pattern: the cell of covariates its people share; absent when people were collapsed whatever their covariates. */
  cellOf?: Int32Array
}

export interface ObservedItem {
  name: string
  kind: 'categorical' | 'count' | 'continuous'
  /** Value rows of this item: [firstRow, firstRow + rows). */
  firstRow: number
  rows: number
  /** A categorical item in order, whose classes differ only in where they stand on it: see adjacent-categories.ts. */
  isAdjacent?: boolean
  /** Category labels of a categorical item. */
  categories?: string[]
  /** Distinct numbers of a count or continuous item, ascending, one a value row. */
  values?: Float64Array
  /** Weighted share of each category among those who answered; empty for numbers. */
  marginal: Float64Array
  /** Weighted mean and variance (divided by the weight) of a numeric item; 0 for categories. */
  mean: number
  variance: number
  /** Parameters each class spends on this item; an adjacent-category item shares its thresholds between the classes. */
  parametersPerClass: number
}

/**
 * Collapses respondents into distinct patterns.
 * @param data        indicators of equal length
 * @param minimumAnswered share of the indicators a person must have answered to enter the fit; always at least one answer
 * @param cells one per person: people of different cells are never collapsed, and those of cell −1 stay out of the fit
 * Weights are rescaled to sum to the number of people fitted: the log-likelihood, and so BIC, is on the scale of people.
 */
export function observe(
  data: IndicatorData,
  { minimumAnswered = 0, cells }: { minimumAnswered?: number; cells?: Int32Array } = {},
): Observations {
  const { indicators, size } = data
  const width = indicators.length
  const needed = Math.max(1, Math.ceil(minimumAnswered * width - 1e-9))
  const items = valueRowsOf(indicators)
  const valueRows = items.reduce((sum, item) => sum + item.rows, 0)
  const rowOf = indicators.map((indicator, index) => rowReader(indicator, items[index]!))

  const included = new Uint8Array(size)
  let fitted = 0
  let weightSum = 0
  for (let person = 0; person < size; person++) {
    let answered = 0
    for (let item = 0; item < width; item++) if (rowOf[item]!(person) >= 0) answered++
    const weight = data.weights ? data.weights[person]! : 1
    if (answered < needed || !(weight > 0) || (cells && cells[person]! < 0)) continue
    included[person] = 1
    fitted++
    weightSum += weight
  }

  const scale = fitted / weightSum
  const keyWidth = cells ? width + 1 : width
  const found = new PatternTable(keyWidth, fitted)
  const patternOf = new Int32Array(size).fill(-1)
  const weightOf = new Float64Array(size)
  const pattern = new Int32Array(keyWidth)
  const weights = new Float64Array(fitted)
  let squaredWeights = 0
  for (let person = 0; person < size; person++) {
    if (!included[person]) continue
    for (let item = 0; item < width; item++) {
      const row = rowOf[item]!(person)
      pattern[item] = row < 0 ? valueRows : row
    }
    if (cells) pattern[width] = cells[person]!
    const index = found.indexOf(pattern)
    const weight = (data.weights ? data.weights[person]! : 1) * scale
    weights[index]! += weight
    squaredWeights += weight * weight
    patternOf[person] = index
    weightOf[person] = weight
  }

  const observations: Observations = {
    items,
    people: size,
    fitted,
    squaredWeights,
    patterns: found.size,
    rows: cells ? columnsOf(found, { from: 0, to: width }) : found.rows.slice(0, found.size * width),
    weights: weights.slice(0, found.size),
    patternOf,
    weightOf,
    valueRows,
    ...(cells ? { cellOf: columnsOf(found, { from: width, to: keyWidth }) } : {}),
  }
  describeMargins(observations)
  return observations
}

/** Weighted people per value row, in one array of `valueRows`. */
export function totalsByValue(observations: Observations, weights = observations.weights): Float64Array {
  const width = observations.items.length
  const totals = new Float64Array(observations.valueRows + 1)
  for (let pattern = 0, at = 0; pattern < observations.patterns; pattern++) {
    const weight = weights[pattern]!
    for (let item = 0; item < width; item++, at++) totals[observations.rows[at]!]! += weight
  }
  return totals.subarray(0, observations.valueRows)
}

/** Kish's effective number of people in the fit: equal weights give `fitted`. */
export function effectiveSize(observations: Observations): number {
  return observations.squaredWeights > 0 ? observations.fitted ** 2 / observations.squaredWeights : 0
}

function valueRowsOf(indicators: Indicator[]): ObservedItem[] {
  let firstRow = 0
  return indicators.map((indicator) => {
    const item: ObservedItem = {
      name: indicator.name,
      kind: 'categorical',
      firstRow,
      rows: 0,
      marginal: new Float64Array(0),
      mean: 0,
      variance: 0,
      parametersPerClass: 0,
    }
    if (isNumeric(indicator)) {
      const seen = new Set<number>()
      for (const value of indicator.values) if (!Number.isNaN(value)) seen.add(value)
      item.kind = indicator.kind
      item.values = Float64Array.from(seen).sort()
      item.rows = item.values.length
      item.parametersPerClass = indicator.kind === 'count' ? 1 : 2
    } else {
      item.categories = indicator.categories
      item.rows = indicator.categories.length
      item.parametersPerClass = indicator.categories.length - 1
      if (indicator.isAdjacent && indicator.categories.length > 2) item.isAdjacent = true
    }
    firstRow += item.rows
    return item
  })
}

function rowReader(indicator: Indicator, item: ObservedItem): (person: number) => number {
  if (isNumeric(indicator)) {
    const place = new Map<number, number>()
    item.values!.forEach((value, index) => {
      place.set(value, item.firstRow + index)
    })
    const { values } = indicator
    return (person) => place.get(values[person]!) ?? -1
  }
  const { values } = indicator
  return (person) => (values[person]! < 0 ? -1 : item.firstRow + values[person]!)
}

function describeMargins(observations: Observations): void {
  const totals = totalsByValue(observations)
  for (const item of observations.items) {
    const own = totals.subarray(item.firstRow, item.firstRow + item.rows)
    const answered = own.reduce((sum, weight) => sum + weight, 0)
    if (item.kind === 'categorical') {
      item.marginal = Float64Array.from(own, (weight) => (answered > 0 ? weight / answered : 1 / item.rows))
      continue
    }
    const values = item.values!
    for (let row = 0; row < item.rows; row++) item.mean += (own[row]! * values[row]!) / (answered || 1)
    for (let row = 0; row < item.rows; row++)
      item.variance += (own[row]! * (values[row]! - item.mean) ** 2) / (answered || 1)
  }
}

/** Some columns of the distinct rows, row-major. */
function columnsOf({ rows, size, width }: PatternTable, { from, to }: { from: number; to: number }): Int32Array {
  const columns = new Int32Array(size * (to - from))
  for (let row = 0; row < size; row++) {
    columns.set(rows.subarray(row * width + from, row * width + to), row * (to - from))
  }
  return columns
}

/** Distinct rows of integers, numbered in order of first appearance (open addressing). */
class PatternTable {
  readonly rows: Int32Array
  size = 0
  readonly width: number
  private readonly slots: Int32Array
  private readonly mask: number

  constructor(width: number, capacity: number) {
    this.width = width
    this.rows = new Int32Array(Math.max(1, width * capacity))
    let slots = 16
    while (slots < capacity * 2) slots *= 2
    this.slots = new Int32Array(slots).fill(-1)
    this.mask = slots - 1
  }

  indexOf(pattern: Int32Array): number {
    const { width, rows, slots, mask } = this
    let hash = 0x811c9dc5
    for (let at = 0; at < width; at++) hash = Math.imul(hash ^ pattern[at]!, 0x01000193) ^ (hash >>> 15)
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const index = slots[slot]!
      if (index < 0) {
        rows.set(pattern, this.size * width)
        slots[slot] = this.size
        return this.size++
      }
      let at = 0
      while (at < width && rows[index * width + at] === pattern[at]) at++
      if (at === width) return index
    }
  }
}
