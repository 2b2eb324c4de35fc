/** People who stood in the same group of every model: which groups, one a model, and how many. */
export interface Path {
  /** Group of each model, in the order of the models; -1 where a person is in none. */
  groups: number[]
  people: number
}

export interface GroupOrigin {
  /** Group of the model with one group fewer that most of these people come from, and the part that does. */
  from: number
  part: number
  /** 1 when all come from one group, 0 when from every group alike: one less the entropy of where they come from over its largest value. */
  stability: number
}

/**
 * For each group of a model, where its people stood in the model before it.
 * @param before place of the earlier model in every path, @param after of the later one
 * Source: Dolnicar & Leisch (2017), Journal of Business Research 78, 246–262: segment level stability across solutions.
 */
export function originsOf(paths: Path[], { before, after, groupsBefore, groupsAfter }: Step): GroupOrigin[] {
  const table = flowTable(paths, { before, after, groupsBefore, groupsAfter })
  return Array.from({ length: groupsAfter }, (_, group) => {
    const coming = Array.from({ length: groupsBefore }, (__, from) => table[from]![group]!)
    const all = coming.reduce((sum, people) => sum + people, 0)
    const parts = coming.map((people) => (all > 0 ? people / all : 0))
    const from = parts.indexOf(Math.max(...parts))
    const entropy = -parts.reduce((sum, part) => sum + (part > 0 ? part * Math.log(part) : 0), 0)
    const stability = groupsBefore > 1 ? 1 - entropy / Math.log(groupsBefore) : 1
    return { from, part: parts[from]!, stability }
  })
}

export interface Step {
  before: number
  after: number
  groupsBefore: number
  groupsAfter: number
}

/** People by their group in one model (rows) and in another (columns). */
export function flowTable(paths: Path[], { before, after, groupsBefore, groupsAfter }: Step): number[][] {
  const table = Array.from({ length: groupsBefore }, () => new Array<number>(groupsAfter).fill(0))
  for (const { groups, people } of paths) {
    const [from, to] = [groups[before]!, groups[after]!]
    if (from >= 0 && to >= 0) table[from]![to]! += people
  }
  return table
}

/** The best overlap (Jaccard) that each group of one model has with any group of another. */
export function bestOverlaps(paths: Path[], step: Step): number[] {
  const table = flowTable(paths, step)
  const columns = Array.from({ length: step.groupsAfter }, (_, column) =>
    table.reduce((sum, row) => sum + row[column]!, 0),
  )
  return table.map((row) => {
    const own = row.reduce((sum, people) => sum + people, 0)
    return row.reduce((best, both, column) => {
      const either = own + columns[column]! - both
      return either > 0 ? Math.max(best, both / either) : best
    }, 0)
  })
}

/**
 * An order of the groups of every model in which ribbons between neighbours cross little: each group lies where most of its people lay in
 * the model next to it, from the anchor outwards.
 * @returns for each model its groups from top to bottom
 */
export function untangled(paths: Path[], groups: number[], anchor: number): number[][] {
  const orders = groups.map((count) => Array.from({ length: count }, (_, group) => group))
  const settle = (model: number, neighbour: number) => {
    const placeOf = new Map(orders[neighbour]!.map((group, place) => [group, place]))
    const step = {
      before: neighbour,
      after: model,
      groupsBefore: groups[neighbour]!,
      groupsAfter: groups[model]!,
    }
    const table = flowTable(paths, step)
    const centre = orders[model]!.map((group) => {
      let people = 0
      let sum = 0
      table.forEach((row, from) => {
        people += row[group]!
        sum += row[group]! * placeOf.get(from)!
      })
      return people > 0 ? sum / people : groups[neighbour]!
    })
    orders[model] = orders[model]!.toSorted((one, other) => centre[one]! - centre[other]! || one - other)
  }
  for (let model = anchor + 1; model < groups.length; model++) settle(model, model - 1)
  for (let model = anchor - 1; model >= 0; model--) settle(model, model + 1)
  return orders
}
