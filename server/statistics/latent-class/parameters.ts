import type { ObservedItem } from './observations.ts'

/**
 * Parameters of a latent class model in one array, class-fastest:
 * shares (classes), then for each item either probabilities (categories × classes), or rates (classes),
 * or means (classes) followed by variances (classes).
 */
export interface ParameterLayout {
  items: ObservedItem[]
  classes: number
  /** Where each item's parameters begin. */
  offsets: number[]
  length: number
}

export function layoutOf(items: ObservedItem[], classes: number): ParameterLayout {
  const offsets: number[] = []
  let length = classes
  for (const item of items) {
    offsets.push(length)
    length += classes * storedPerClass(item)
  }
  return { items, classes, offsets, length }
}

/**
 * Free parameters: shares, and per class what each item spends (categories − 1, a rate, or a mean and a variance); an
 * adjacent-category item its thresholds once and a position for each further class.
 */
export function freeParameters(items: ObservedItem[], classes: number): number {
  const spent = ({ isAdjacent, parametersPerClass }: ObservedItem) =>
    isAdjacent ? parametersPerClass + classes - 1 : classes * parametersPerClass
  return items.reduce((sum, item) => sum + spent(item), classes - 1)
}

/** A copy with classes in another order: class `order[i]` becomes class i. */
export function reorderClasses(layout: ParameterLayout, parameters: Float64Array, order: number[]): Float64Array {
  const { classes } = layout
  const moved = new Float64Array(parameters.length)
  for (let at = 0; at < parameters.length; at += classes) {
    for (let position = 0; position < classes; position++) moved[at + position] = parameters[at + order[position]!]!
  }
  return moved
}

/** Class indices by falling share; equal shares by the first differing parameter, larger first, so that order never depends on the start. */
export function canonicalOrder(layout: ParameterLayout, parameters: Float64Array): number[] {
  const { classes } = layout
  const order = Array.from({ length: classes }, (_, index) => index)
  return order.sort((one, other) => {
    for (let at = 0; at < parameters.length; at += classes) {
      const difference = parameters[at + other]! - parameters[at + one]!
      if (Math.abs(difference) > 1e-6) return difference
    }
    return one - other
  })
}

/** How far apart two classes are on the scale of people: mean absolute difference of expected answers, numbers in standard deviations. */
export function profileDistance(
  layout: ParameterLayout,
  first: { parameters: Float64Array; index: number },
  second: { parameters: Float64Array; index: number },
): number {
  const { classes } = layout
  let distance = 0
  layout.items.forEach((item, index) => {
    const offset = layout.offsets[index]!
    if (item.kind === 'categorical') {
      for (let row = 0; row < item.rows; row++) {
        const at = offset + row * classes
        distance += Math.abs(first.parameters[at + first.index]! - second.parameters[at + second.index]!) / 2
      }
      return
    }
    const spread = Math.sqrt(item.variance) || 1
    distance += Math.abs(first.parameters[offset + first.index]! - second.parameters[offset + second.index]!) / spread
  })
  return distance / layout.items.length
}

function storedPerClass(item: ObservedItem): number {
  if (item.kind === 'categorical') return item.rows
  return item.kind === 'count' ? 1 : 2
}
