import type { Observations, ObservedItem } from './observations.ts'

/**
 * Posterior-weighted answers of each class and of everyone else, in one array so that resamples can be compared entry by
 * entry. Per item, then per class, then per part (a category, or the one mean of a number): the class, then the rest.
 */
export interface ContrastLayout {
  offsets: number[]
  /** Parts of each item: its categories, or 1. */
  parts: number[]
  classes: number
  length: number
}

export function contrastLayout(items: ObservedItem[], classes: number): ContrastLayout {
  const offsets: number[] = []
  const parts: number[] = []
  let length = 0
  for (const item of items) {
    offsets.push(length)
    parts.push(item.kind === 'categorical' ? item.rows : 1)
    length += parts.at(-1)! * classes * 2
  }
  return { offsets, parts, classes, length }
}

/** Where (item, class, part) stands; the rest follows at + 1. */
export function contrastAt(layout: ContrastLayout, item: number, index: number, part: number): number {
  return layout.offsets[item]! + (index * layout.parts[item]! + part) * 2
}

/**
 * @param counts expected counts of an EM step, value rows × classes
 * @returns shares (0 … 1) for categories, means for numbers; NaN where a class or the rest has nobody
 */
export function contrastsOf(observations: Observations, counts: Float64Array, classes: number): Float64Array {
  const layout = contrastLayout(observations.items, classes)
  const contrasts = new Float64Array(layout.length)
  observations.items.forEach((item, place) => {
    const people = new Float64Array(classes)
    const parts = layout.parts[place]!
    const sums = new Float64Array(parts * classes)
    for (let row = 0; row < item.rows; row++) {
      for (let index = 0; index < classes; index++) {
        const count = counts[(item.firstRow + row) * classes + index]!
        people[index]! += count
        if (item.kind === 'categorical') sums[row * classes + index]! += count
        else sums[index]! += count * item.values![row]!
      }
    }
    const everyone = people.reduce((sum, count) => sum + count, 0)
    for (let part = 0; part < parts; part++) {
      let total = 0
      for (let index = 0; index < classes; index++) total += sums[part * classes + index]!
      for (let index = 0; index < classes; index++) {
        const at = contrastAt(layout, place, index, part)
        const own = sums[part * classes + index]!
        contrasts[at] = own / people[index]!
        contrasts[at + 1] = (total - own) / (everyone - people[index]!)
      }
    }
  })
  return contrasts
}

/** The contrasts with class `order[i]` moved to place i. */
export function reorderContrasts(layout: ContrastLayout, contrasts: Float64Array, order: number[]): Float64Array {
  const moved = new Float64Array(contrasts.length)
  layout.parts.forEach((parts, item) => {
    for (let index = 0; index < layout.classes; index++) {
      const from = contrastAt(layout, item, order[index]!, 0)
      moved.set(contrasts.subarray(from, from + parts * 2), contrastAt(layout, item, index, 0))
    }
  })
  return moved
}
