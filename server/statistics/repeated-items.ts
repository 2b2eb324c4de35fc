import { isNumeric, type Indicator } from './indicator.ts'

/** From here on an item repeats another: so much of the doubt about its answer the other one removes. */
export const REPEATED = 0.9
/** Numbers are read in so many groups of about equal numbers of people, and of at least so many people. */
const MOST_GROUPS = 40
const FEWEST_IN_GROUP = 10
/** Fewer people who answered both tell nothing. */
const FEWEST_PAIRS = 30

/**
 * How far one of two items merely repeats the other: the larger of both uncertainty coefficients, corrected for the
 * information that chance gives. Near 1 for a copy, and for a copy in coarser bins, which a correlation would not show.
 * @param among rows that count, 1 or 0; all when absent
 * @returns a fraction in [0, 1]; 0 when fewer than 30 people answered both or one does not vary
 * Source: Theil (1970), American Journal of Sociology 76, 103–154; Miller (1955) for the correction.
 */
export function repetition(one: Indicator, other: Indicator, among?: Uint8Array): number {
  const rows = groupsOf(one, among)
  const columns = groupsOf(other, among)
  const width = Math.max(0, ...columns) + 1
  const counts = new Map<number, number>()
  const rowSums = new Map<number, number>()
  const columnSums = new Map<number, number>()
  let total = 0
  const add = (sums: Map<number, number>, key: number) => sums.set(key, (sums.get(key) ?? 0) + 1)
  rows.forEach((row, person) => {
    const column = columns[person]!
    if (row < 0 || column < 0) return
    add(counts, row * width + column)
    add(rowSums, row)
    add(columnSums, column)
    total++
  })
  if (total < FEWEST_PAIRS) return 0
  const [rowEntropy, columnEntropy] = [entropy(rowSums, total), entropy(columnSums, total)]
  const smaller = Math.min(rowEntropy, columnEntropy)
  if (!(smaller > 0)) return 0
  const shared = rowEntropy + columnEntropy - entropy(counts, total)
  const correction = (rowSums.size + columnSums.size - 1 - counts.size) / (2 * total)
  return Math.max(0, Math.min(1, (shared + Math.min(0, correction)) / smaller))
}

function entropy(counts: Map<number, number>, total: number): number {
  let sum = 0
  for (const count of counts.values()) sum -= (count / total) * Math.log(count / total)
  return sum
}

/** The group of each person's answer, −1 where there is none. */
function groupsOf(indicator: Indicator, among?: Uint8Array): Int32Array {
  const counts = (person: number) => among === undefined || among[person] === 1
  if (!isNumeric(indicator)) return Int32Array.from(indicator.values, (value, at) => (counts(at) ? value : -1))
  const people: number[] = []
  indicator.values.forEach((value, person) => {
    if (!Number.isNaN(value) && counts(person)) people.push(person)
  })
  const { values } = indicator
  people.sort((first, second) => values[first]! - values[second]! || first - second)
  const groups = new Int32Array(values.length).fill(-1)
  const most = Math.max(2, Math.min(MOST_GROUPS, Math.floor(people.length / FEWEST_IN_GROUP)))
  const distinct = new Set(people.map((person) => values[person]!)).size
  let rank = -1
  people.forEach((person, place) => {
    const isTied = place > 0 && values[person] === values[people[place - 1]!]
    if (distinct <= most) {
      if (!isTied) rank++
      groups[person] = rank
    } else {
      groups[person] = isTied ? groups[people[place - 1]!]! : Math.floor((most * place) / people.length)
    }
  })
  return groups
}
