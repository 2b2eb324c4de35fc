import { symmetricEigen } from './matrix.ts'
import { limits } from './verdict-facts.ts'

/**
 * Direction of each item on what the items share most: +1 or −1 by its loading on the first principal component.
 * @param correlations items × items, row-major
 */
export function orientation(correlations: Float64Array, size: number): number[] {
  if (size === 0) return []
  const { vectors } = symmetricEigen(correlations, size)
  const first = Array.from(vectors.subarray(0, size))
  const sum = first.reduce((total, loading) => total + loading, 0)
  // The sign of a component is arbitrary: most items shall point up.
  return first.map((loading) => (loading * (sum < 0 ? -1 : 1) < 0 ? -1 : 1))
}

/**
 * McDonald's omega total of the oriented items: reliability of their sum as one scale, from a one-factor solution by
 * iterated principal axes. 0 with fewer than three items.
 * Source: McDonald (1999), Test Theory: A Unified Treatment, ch. 6.
 */
export function omegaTotal(correlations: Float64Array, size: number): number {
  if (size < 3) return 0
  const signs = orientation(correlations, size)
  const oriented = correlations.map((value, at) => value * signs[Math.floor(at / size)]! * signs[at % size]!)
  const loadings = oneFactorLoadings(oriented, size)
  const sum = loadings.reduce((total, loading) => total + loading, 0)
  const unique = loadings.reduce((total, loading) => total + (1 - loading * loading), 0)
  return sum > 0 ? (sum * sum) / (sum * sum + unique) : 0
}

/**
 * How many directions the items share more than chance gives: eigenvalues of their correlations above the largest that
 * independent items of so many people have (the Marchenko–Pastur edge; a parallel analysis without simulation).
 * Source: Horn (1965), Psychometrika 30, 179–185; Marchenko & Pastur (1967), Mathematics of the USSR-Sbornik 1, 457–483.
 */
export function sharedDirections(correlations: Float64Array, size: number, people: number): number {
  const edge = (1 + Math.sqrt(size / Math.max(1, people))) ** 2
  return symmetricEigen(correlations, size).values.filter((value) => value > edge).length
}

/** Loadings on one common factor, communalities iterated from the largest correlation of each item. */
export function oneFactorLoadings(correlations: Float64Array, size: number): number[] {
  const reduced = correlations.slice()
  let communalities = Array.from({ length: size }, (_, i) => {
    let largest = 0
    for (let j = 0; j < size; j++) if (j !== i) largest = Math.max(largest, Math.abs(correlations[i * size + j]!))
    return largest
  })
  let loadings = communalities.map(Math.sqrt)
  for (let round = 0; round < 200; round++) {
    communalities.forEach((communality, i) => {
      reduced[i * size + i] = communality
    })
    const { values, vectors } = symmetricEigen(reduced, size)
    const length = Math.sqrt(Math.max(0, values[0]!))
    loadings = Array.from(vectors.subarray(0, size), (entry) => entry * length)
    if (loadings.reduce((total, loading) => total + loading, 0) < 0) loadings = loadings.map((loading) => -loading)
    const next = loadings.map((loading) => Math.min(0.995, loading * loading))
    const change = Math.max(...next.map((value, i) => Math.abs(value - communalities[i]!)))
    communalities = next
    if (change < 1e-7) break
  }
  return loadings
}

export interface Slices {
  /** Share of the ordered items over which the classes stand in one and the same order. */
  share: number
  items: number
  /** Whether the classes are slices of one scale: at least 90 % of at least three items. */
  isScale: boolean
}

/** Expected scores nearer than this part of a standard deviation count as equal: two slices may tie on an item. */
const TIE = 0.1

/**
 * Whether classes are more or less of one thing: for at least 90 % of the items, turned the way the first principal
 * component says, the expected scores rise in the same order over the classes.
 * @param expected items × classes, in standard deviations of the item
 * @param signs    orientation of each item
 */
export function slicesOfOneScale(expected: number[][], signs: number[]): Slices {
  const items = expected.length
  if (items === 0 || expected[0]!.length < 2) return { share: 0, items, isScale: false }
  const turned = expected.map((scores, item) => scores.map((score) => score * signs[item]!))
  const level = turned[0]!.map((_, index) => turned.reduce((sum, scores) => sum + scores[index]!, 0))
  const order = level.map((_, index) => index).sort((one, other) => level[one]! - level[other]!)
  const inOrder = turned.filter((scores) =>
    order.every((index, position) => position === 0 || scores[index]! >= scores[order[position - 1]!]! - TIE),
  ).length
  const share = inOrder / items
  return { share, items, isScale: items >= 3 && share >= limits.slices }
}
