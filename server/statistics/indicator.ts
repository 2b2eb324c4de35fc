/**
 * A column of observations for the latent class model. Missing is −1 for categories and NaN for numbers: the cell leaves
 * the product of likelihoods (FIML under MAR), the person stays.
 */
export type Indicator = CategoricalIndicator | NumericIndicator

export interface CategoricalIndicator {
  name: string
  kind: 'nominal' | 'ordinal' | 'binary'
  /** Declared categories, in order for ordinal ones; kept even when unobserved, so that bootstrap copies have the same parameters. */
  categories: string[]
  /** Index into `categories`, −1 when missing; one per person. */
  values: Int16Array
  /** For ordinal ones: classes differ only in where they stand on the scale (adjacent-category logits), not in every category. */
  isAdjacent?: boolean
}

export interface NumericIndicator {
  name: string
  kind: 'count' | 'continuous'
  /** One per person, NaN when missing; counts are integers ≥ 0. */
  values: Float64Array
}

export interface IndicatorData {
  indicators: Indicator[]
  /** People: the length of every values array. */
  size: number
  /** One per person, any positive scale; absent means 1 each. */
  weights?: Float64Array
}

/** Whether answers are numbers (a count or a measurement) rather than categories. */
export function isNumeric(indicator: Indicator): indicator is NumericIndicator {
  return indicator.kind === 'count' || indicator.kind === 'continuous'
}
