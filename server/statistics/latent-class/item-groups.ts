import type { Observations } from './observations.ts'

/**
 * Neighbouring categorical items read as one: every combination of answers that occurs has a row of its own, so that a
 * pattern is a few rows instead of one an item, and its density a few multiplications. Exact: a combination's density is
 * the product of its items', worked out once a step and not once a person.
 */
export interface ItemGroups {
  groups: ItemGroup[]
  /** patterns × groups, row-major. */
  rows: Int32Array
  /** Combinations over all groups. */
  size: number
}

export interface ItemGroup {
  /** Items [from, to). */
  from: number
  to: number
  /** Its combinations: rows [firstRow, firstRow + size). */
  firstRow: number
  size: number
  /** combinations × items of the group: the value row of each answer. */
  members: Int32Array
}

/**
 * A further item in a group saves every pattern a look-up and costs every new combination its product, in each step. One
 * look-up is worth this many products, as measured.
 */
const PRODUCTS_A_LOOK_UP = 0.12
/** Combinations a group may have, so that its tables stay in the processor's nearest memory. */
const MOST_COMBINATIONS = 640

const known = new WeakMap<Observations, ItemGroups>()

/** The groups of these observations, worked out once. */
export function itemGroupsOf(observations: Observations): ItemGroups {
  let groups = known.get(observations)
  if (!groups) {
    groups = groupItems(observations)
    known.set(observations, groups)
  }
  return groups
}

/**
 * Multiplies the table of single values up to the table of combinations. Both are class-fastest.
 * @param stride entries from one combination to the next in `table`
 */
export function fillCombinations(
  { groups }: ItemGroups,
  values: Float64Array,
  table: Float64Array,
  { classes, stride = classes }: { classes: number; stride?: number },
): void {
  for (const { from, to, firstRow, size, members } of groups) {
    const width = to - from
    for (let row = 0; row < size; row++) {
      const at = (firstRow + row) * stride
      const first = members[row * width]! * classes
      for (let index = 0; index < classes; index++) table[at + index] = values[first + index]!
      for (let item = 1; item < width; item++) {
        const value = members[row * width + item]! * classes
        for (let index = 0; index < classes; index++) table[at + index]! *= values[value + index]!
      }
    }
  }
}

/** Adds the sums of combinations, `stride` apart, to those of the single values in them. */
export function shareOutSums(
  { groups }: ItemGroups,
  sums: Float64Array,
  values: Float64Array,
  { classes, stride = classes }: { classes: number; stride?: number },
): void {
  for (const { from, to, firstRow, size, members } of groups) {
    const width = to - from
    for (let row = 0; row < size; row++) {
      const at = (firstRow + row) * stride
      for (let item = 0; item < width; item++) {
        const value = members[row * width + item]! * classes
        for (let index = 0; index < classes; index++) values[value + index]! += sums[at + index]!
      }
    }
  }
}

function groupItems(observations: Observations): ItemGroups {
  const { patterns } = observations
  const spans = spansOf(observations)
  const rows = new Int32Array(patterns * spans.length)
  let firstRow = 0
  const groups = spans.map(({ from, to }, place): ItemGroup => {
    const group = numberCombinations(observations, { from, to }, (pattern, row) => {
      rows[pattern * spans.length + place] = firstRow + row
    })
    const made = { from, to, firstRow, ...group }
    firstRow += group.size
    return made
  })
  return { groups, rows, size: firstRow }
}

function spansOf({ items, patterns }: Observations): { from: number; to: number }[] {
  const spans: { from: number; to: number; combinations: number; products: number }[] = []
  items.forEach((item, place) => {
    const last = spans.at(-1)
    const rows = item.kind === 'categorical' ? item.rows : Number.POSITIVE_INFINITY
    const combinations = last ? last.combinations * rows : rows
    const products = last ? combinations * (place + 1 - last.from) : rows
    const isWorthIt = last && products - last.products - rows < PRODUCTS_A_LOOK_UP * patterns
    if (isWorthIt && combinations <= MOST_COMBINATIONS) {
      Object.assign(last, { to: place + 1, combinations, products })
    } else spans.push({ from: place, to: place + 1, combinations: rows, products: rows })
  })
  return spans
}

/** Numbers the combinations in order of first appearance and says which each pattern has. */
function numberCombinations(
  { items, patterns, rows, valueRows }: Observations,
  { from, to }: { from: number; to: number },
  say: (pattern: number, row: number) => void,
): { size: number; members: Int32Array } {
  const radix = items.slice(from, to).map((item) => item.rows + 1)
  const numbers = new Int32Array(radix.reduce((product, size) => product * size, 1)).fill(-1)
  const members: number[] = []
  let size = 0
  for (let pattern = 0; pattern < patterns; pattern++) {
    let code = 0
    for (let item = from; item < to; item++) {
      const row = rows[pattern * items.length + item]!
      code = code * radix[item - from]! + (row === valueRows ? items[item]!.rows : row - items[item]!.firstRow)
    }
    if (numbers[code]! < 0) {
      numbers[code] = size++
      for (let item = from; item < to; item++) members.push(rows[pattern * items.length + item]!)
    }
    say(pattern, numbers[code]!)
  }
  return { size, members: Int32Array.from(members) }
}
