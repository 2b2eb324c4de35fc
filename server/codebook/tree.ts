import { type Facet, facets } from '../facets.ts'
import type { CodeRow } from './store.ts'

/** Levels of codes under a facet, the topmost included: deeper ones are not told apart by anybody who codes. */
export const mostLevels = 5

/** A code with the codes that stand under it. */
export interface Branch {
  code: CodeRow
  /** 1 for a code right under its facet. */
  level: number
  under: Branch[]
}

/**
 * Codes as trees, each level in the researcher's order. A code whose parent is not among them, or that
 * stands under itself, is at the top, so that none is lost.
 */
export function branchesOf(codes: CodeRow[]): Branch[] {
  const known = new Set(codes.map(({ key }) => key))
  const byParent = Map.groupBy(codes, ({ parent }) => (parent !== null && known.has(parent) ? parent : null))
  const reached = new Set<string>()
  const grow = (parent: string | null, level: number): Branch[] =>
    [...(byParent.get(parent) ?? [])]
      .filter(({ key }) => !reached.has(key))
      .sort(inOrder)
      .map((code) => {
        reached.add(code.key)
        return { code, level, under: grow(code.key, level + 1) }
      })
  const tops = grow(null, 1)
  for (const code of [...codes].sort(inOrder)) {
    if (reached.has(code.key)) continue
    reached.add(code.key)
    tops.push({ code, level: 1, under: grow(code.key, 2) })
  }
  return tops
}

/** Every code of the trees with its level, each before those under it, facet by facet in the order of the mission. */
export function inTreeOrder(codes: CodeRow[]): { code: CodeRow; level: number }[] {
  const flat = (branches: Branch[]): { code: CodeRow; level: number }[] =>
    branches.flatMap(({ code, level, under }) => [{ code, level }, ...flat(under)])
  const placed = flat(branchesOf(codes))
  const placeOf = new Map(facets.map((facet, index) => [facet, index]))
  return placed.sort((a, b) => placeOf.get(a.code.facet)! - placeOf.get(b.code.facet)!)
}

/** Keys of the codes above one, the nearest first. */
export function ancestorsOf(key: string, codes: CodeRow[]): string[] {
  const parents = new Map(codes.map((code) => [code.key, code.parent]))
  const above: string[] = []
  for (let at = parents.get(key) ?? null; at !== null && !above.includes(at); at = parents.get(at) ?? null)
    above.push(at)
  return above
}

/** A code and every code below it. */
export function branchKeys(key: string, codes: CodeRow[]): Set<string> {
  const below = new Set([key])
  for (let size = 0; size !== below.size; ) {
    size = below.size
    for (const { key: other, parent } of codes) if (parent !== null && below.has(parent)) below.add(other)
  }
  return below
}

/** Codes that may stand over this one: in use, of the facet, not below it, and leaving room for what hangs under it. */
export function possibleParents(key: string | null, facet: Facet, codes: CodeRow[]): CodeRow[] {
  const own = key === null ? new Set<string>() : branchKeys(key, codes)
  const height = key === null ? 1 : levelsFrom(key, codes)
  return inTreeOrder(codes)
    .filter(
      ({ code, level }) =>
        code.facet === facet && code.retiredAt === null && !own.has(code.key) && level + height <= mostLevels,
    )
    .map(({ code }) => code)
}

/** Levels that a code and what hangs under it take. */
export function levelsFrom(key: string, codes: CodeRow[]): number {
  const under = codes.filter(({ parent }) => parent === key)
  return 1 + Math.max(0, ...under.map((code) => levelsFrom(code.key, codes)))
}

/** The name after the names above it: "Cost / Repair". */
export function pathOf(key: string, codes: CodeRow[]): string {
  const names = new Map(codes.map((code) => [code.key, code.name]))
  return [key, ...ancestorsOf(key, codes)]
    .reverse()
    .map((one) => names.get(one) ?? one)
    .join(' / ')
}

/** Each code with itself and every code above it: what rolling counts up needs. */
export function ancestorPairs(codes: CodeRow[]): { code: string; ancestor: string }[] {
  return codes.flatMap(({ key }) => [key, ...ancestorsOf(key, codes)].map((ancestor) => ({ code: key, ancestor })))
}

export function inOrder(a: CodeRow, b: CodeRow): number {
  return a.position - b.position || (a.key < b.key ? -1 : 1)
}
