import { createHash } from 'node:crypto'
import { type Random, randomFrom } from '../../../server/statistics/random.ts'

export interface DesignSize {
  items: number
  perSet: number
  sets: number
  versions: number
}

/** For each version its sets, and for each set the items in the order shown, as indices from 0. */
export type Design = number[][][]

/**
 * Best-worst sets that are as balanced as their numbers allow: within a version every item is seen equally often (or
 * differs by one where the places don't divide), pairs meet as evenly as the search finds, and over the versions every
 * item stands in every place about equally often. Where a balanced incomplete block design exists and is found, all
 * pairs meet equally often.
 *
 * The first version is searched for: a seeded start, then exchanges that lower the sum of squared pair counts, from
 * several starts. The others rename its items by seeded permutations, which keeps every balance, and shift the places.
 * @throws {RangeError} when a set holds more than there are items
 * Source: Louviere, Flynn & Marley (2015), Best-Worst Scaling, chapter 3; Cochran & Cox (1957), Experimental Designs, chapter 11.
 */
export function maxDiffDesign({ items, perSet, sets, versions }: DesignSize, seed: number): Design {
  if (perSet > items) throw new RangeError(`perSet is ${perSet}, above the ${items} items.`)
  const key = [items, perSet, sets, versions, seed].join('/')
  const known = designs.get(key)
  if (known) return known
  const random = randomFrom(seed)
  const first = balancedSets({ items, perSet, sets }, random)
  const design = Array.from({ length: versions }, (_, version) => {
    const names = version === 0 ? Array.from({ length: items }, (_, item) => item) : shuffled(items, random)
    const order = version === 0 ? Array.from({ length: sets }, (_, set) => set) : shuffled(sets, random)
    return order.map((set) =>
      rotated(
        first[set].map((item) => names[item]),
        version,
      ),
    )
  })
  if (designs.size > 200) designs.clear()
  designs.set(key, placed(design, { items, perSet }))
  return designs.get(key)!
}

const designs = new Map<string, Design>()

/** The version that the respondent with this seed sees. */
export function versionOf(itemCode: string, seed: number, versions: number): number {
  return createHash('sha256').update(`maxdiff/${seed}/${itemCode}`).digest().readUIntBE(0, 6) % versions
}

const starts = 12

function balancedSets(size: Omit<DesignSize, 'versions'>, random: Random): number[][] {
  const { items, perSet, sets } = size
  // Below this no design can go: every pair as often as every other, up to the remainder.
  const pairs = (items * (items - 1)) / 2
  const meetings = (sets * perSet * (perSet - 1)) / 2
  const each = Math.floor(meetings / pairs)
  const least = (pairs - (meetings % pairs)) * each ** 2 + (meetings % pairs) * (each + 1) ** 2
  let best: { sets: number[][]; cost: number } | undefined
  for (let start = 0; start < starts; start++) {
    const cyclic = start === 0 ? cyclicSets(size) : null
    const found = improved(cyclic ?? startingSets(size, random), items, random)
    if (!best || found.cost < best.cost) best = found
    if (best.cost === least) break
  }
  return best!.sets
}

/**
 * One set moved round a circle of the items, where there are as many sets as items: the differences within the set decide
 * how evenly pairs meet, so the best set can be found outright. Planes such as 13 items in 13 sets of 4, which exchanges
 * hardly ever find, are of this kind. Null where there are too many sets to look at.
 * Source: Bose (1939), Annals of Eugenics 9, 353–399 (difference sets).
 */
function cyclicSets({ items, perSet, sets }: Omit<DesignSize, 'versions'>): number[][] | null {
  if (sets !== items) return null
  let best: { set: number[]; cost: number } | undefined
  let looked = 0
  const extend = (set: number[], from: number) => {
    if (looked > mostCyclic) return
    if (set.length === perSet) {
      looked++
      const times = new Array<number>(items).fill(0)
      for (const a of set) for (const b of set) if (a !== b) times[(a - b + items) % items]++
      const cost = times.reduce((sum, one) => sum + one * one, 0)
      if (!best || cost < best.cost) best = { set, cost }
      return
    }
    for (let next = from; next < items; next++) extend([...set, next], next + 1)
  }
  extend([0], 1)
  if (!best) return null
  const { set } = best
  return Array.from({ length: items }, (_, step) => set.map((item) => (item + step) % items))
}

const mostCyclic = 30_000

/** Sets filled from the items seen least so far, ties broken by chance: every item ends up equally often. */
function startingSets({ items, perSet, sets }: Omit<DesignSize, 'versions'>, random: Random): number[][] {
  const seen = new Array<number>(items).fill(0)
  return Array.from({ length: sets }, () => {
    const set = shuffled(items, random)
      .sort((a, b) => seen[a] - seen[b])
      .slice(0, perSet)
    for (const item of set) seen[item]++
    return set
  })
}

/** Exchanges of two items between two sets, taken while they make the pairs more even, and now and then at no gain. */
function improved(sets: number[][], items: number, random: Random): { sets: number[][]; cost: number } {
  const met = Array.from({ length: items }, () => new Int16Array(items))
  for (const set of sets) for (const a of set) for (const b of set) if (a !== b) met[a][b]++
  const count = (item: number, other: number, by: number) => {
    met[item][other] += by
    met[other][item] += by
  }
  const exchange = (set: number[], place: number, into: number) => {
    for (const [index, other] of set.entries()) {
      if (index === place) continue
      count(set[place], other, -1)
      count(into, other, 1)
    }
    set[place] = into
  }
  const squares = () =>
    met.reduce((sum, row, a) => sum + row.reduce((all, times, b) => (b > a ? all + times ** 2 : all), 0), 0)
  let cost = squares()
  let best = { sets: sets.map((set) => [...set]), cost }
  for (let round = 0, idle = 0; idle < 400 && round < 6000; round++) {
    const a = random.integer(sets.length)
    const b = random.integer(sets.length)
    const placeA = random.integer(sets[a].length)
    const placeB = random.integer(sets[b].length)
    const [itemA, itemB] = [sets[a][placeA], sets[b][placeB]]
    idle++
    if (a === b || itemA === itemB || sets[a].includes(itemB) || sets[b].includes(itemA)) continue
    const before = costAround(met, itemA) + costAround(met, itemB)
    exchange(sets[a], placeA, itemB)
    exchange(sets[b], placeB, itemA)
    const change = costAround(met, itemA) + costAround(met, itemB) - before
    if (change > 0) {
      exchange(sets[a], placeA, itemA)
      exchange(sets[b], placeB, itemB)
      continue
    }
    cost += change
    if (cost < best.cost) {
      best = { sets: sets.map((set) => [...set]), cost }
      idle = 0
    }
  }
  best.cost = squaresOf(best.sets, items)
  return best
}

function costAround(met: Int16Array[], item: number): number {
  let sum = 0
  for (const times of met[item]) sum += times * times
  return sum
}

function squaresOf(sets: number[][], items: number): number {
  const met = new Int32Array(items * items)
  for (const set of sets) for (const a of set) for (const b of set) if (a < b) met[a * items + b]++
  return met.reduce((sum, times) => sum + times * times, 0)
}

/** Gives the places of each set to the items that stood there least so far, over all versions. */
function placed(design: Design, { items, perSet }: { items: number; perSet: number }): Design {
  const stood = Array.from({ length: items }, () => new Int32Array(perSet))
  return design.map((sets) =>
    sets.map((set) => {
      const left = [...set]
      const row: number[] = []
      for (let place = 0; place < perSet; place++) {
        left.sort((a, b) => stood[a][place] - stood[b][place] || total(stood[b]) - total(stood[a]))
        const item = left.shift()!
        stood[item][place]++
        row.push(item)
      }
      return row
    }),
  )
}

function total(row: Int32Array): number {
  return row.reduce((sum, one) => sum + one, 0)
}

function rotated(set: number[], by: number): number[] {
  return set.map((_, place) => set[(place + by) % set.length])
}

function shuffled(count: number, random: Random): number[] {
  const order = Array.from({ length: count }, (_, index) => index)
  for (let last = count - 1; last > 0; last--) {
    const other = random.integer(last + 1)
    ;[order[last], order[other]] = [order[other], order[last]]
  }
  return order
}
