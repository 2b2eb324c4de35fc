/** Two clusters become one: numbers below the count of items are items, the others are merges in their order. */
export interface Merge {
  first: number
  second: number
  /** Mean distance between the members of both. */
  height: number
}

/**
 * Hierarchical clustering by average linkage (UPGMA).
 * @param distances items × items, row-major, symmetric
 * @returns items − 1 merges, nearest first; of equally near pairs the one that comes first
 * Source: Sokal & Michener (1958), University of Kansas Science Bulletin 38, 1409–1438.
 */
export function averageLinkage(distances: Float64Array, items: number): Merge[] {
  const work = Float64Array.from(distances)
  const active = Array.from({ length: items }, (_, item) => ({ row: item, id: item, size: 1 }))
  const merges: Merge[] = []
  while (active.length > 1) {
    let best = { one: 0, other: 1, height: Number.POSITIVE_INFINITY }
    for (let one = 0; one < active.length; one++) {
      for (let other = one + 1; other < active.length; other++) {
        const height = work[active[one]!.row * items + active[other]!.row]!
        if (height < best.height - 1e-12) best = { one, other, height }
      }
    }
    const first = active[best.one]!
    const second = active[best.other]!
    for (const third of active) {
      if (third === first || third === second) continue
      const mean =
        (first.size * work[first.row * items + third.row]! + second.size * work[second.row * items + third.row]!) /
        (first.size + second.size)
      work[first.row * items + third.row] = mean
      work[third.row * items + first.row] = mean
    }
    merges.push({ first: first.id, second: second.id, height: best.height })
    active.splice(best.other, 1)
    active[best.one] = { row: first.row, id: items + merges.length - 1, size: first.size + second.size }
  }
  return merges
}

/** Which of `groups` clusters each item is in, numbered in the order of their first items, when the last merges are undone. */
export function cutTree(merges: Merge[], { items, groups }: { items: number; groups: number }): number[] {
  const members = new Map<number, number[]>(Array.from({ length: items }, (_, item) => [item, [item]]))
  merges.slice(0, Math.max(0, items - groups)).forEach(({ first, second }, index) => {
    members.set(items + index, [...members.get(first)!, ...members.get(second)!])
    members.delete(first)
    members.delete(second)
  })
  const clusters = [...members.values()].sort((one, other) => Math.min(...one) - Math.min(...other))
  const groupOf = new Array<number>(items).fill(0)
  clusters.forEach((own, index) => {
    for (const item of own) groupOf[item] = index
  })
  return groupOf
}

/**
 * Mean silhouette: how much nearer people are to their own group than to the next, −1 … 1; somebody alone counts as 0.
 * Source: Rousseeuw (1987), Journal of Computational and Applied Mathematics 20, 53–65.
 */
export function meanSilhouette(distances: Float64Array, groupOf: number[]): number {
  const items = groupOf.length
  const groups = Math.max(...groupOf) + 1
  let total = 0
  for (let item = 0; item < items; item++) {
    const sums = new Float64Array(groups)
    const counts = new Float64Array(groups)
    for (let other = 0; other < items; other++) {
      if (other === item) continue
      sums[groupOf[other]!]! += distances[item * items + other]!
      counts[groupOf[other]!]!++
    }
    const own = groupOf[item]!
    if (counts[own] === 0) continue
    const near = sums[own]! / counts[own]!
    let next = Number.POSITIVE_INFINITY
    for (let group = 0; group < groups; group++) {
      if (group !== own && counts[group]! > 0) next = Math.min(next, sums[group]! / counts[group]!)
    }
    if (Number.isFinite(next) && Math.max(near, next) > 0) total += (next - near) / Math.max(near, next)
  }
  return total / items
}

/**
 * Jaccard distances between sets: 1 − shared / in either; 1 when either is empty, since nothing speaks for likeness then.
 * @returns sets × sets, row-major
 */
export function jaccardDistances(sets: ReadonlySet<string>[]): Float64Array {
  const distances = new Float64Array(sets.length * sets.length)
  sets.forEach((one, row) => {
    sets.forEach((other, column) => {
      if (row === column) return
      let shared = 0
      for (const member of one) if (other.has(member)) shared++
      const either = one.size + other.size - shared
      distances[row * sets.length + column] = one.size === 0 || other.size === 0 ? 1 : 1 - shared / either
    })
  })
  return distances
}
