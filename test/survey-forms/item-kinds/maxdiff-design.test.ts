import { describe, expect, test } from 'vitest'
import { maxDiffDesign, versionOf } from '../../../survey-forms/item-kinds/maxdiff/design.ts'

/** How often each item is seen, and each pair meets, in one version. */
function counts(sets: number[][], items: number) {
  const seen = new Array<number>(items).fill(0)
  const met = new Map<string, number>()
  for (const set of sets) {
    for (const item of set) seen[item]++
    for (const a of set) for (const b of set) if (a < b) met.set(`${a} ${b}`, (met.get(`${a} ${b}`) ?? 0) + 1)
  }
  const pairs = Array.from({ length: items }, (_, a) =>
    Array.from({ length: items - a - 1 }, (__, step) => met.get(`${a} ${a + step + 1}`) ?? 0),
  ).flat()
  return { seen, pairs }
}
const spread = (values: number[]) => Math.max(...values) - Math.min(...values)

describe('a best-worst design', () => {
  // Balanced incomplete block designs exist for these: v items, b sets of k, each item r times, each pair lambda times (Cochran & Cox, table 11.3).
  test.each([
    { items: 7, perSet: 3, sets: 7, r: 3, lambda: 1 },
    { items: 7, perSet: 4, sets: 7, r: 4, lambda: 2 },
    { items: 5, perSet: 3, sets: 10, r: 6, lambda: 3 },
    { items: 6, perSet: 3, sets: 10, r: 5, lambda: 2 },
    { items: 9, perSet: 3, sets: 12, r: 4, lambda: 1 },
    { items: 13, perSet: 4, sets: 13, r: 4, lambda: 1 },
  ])(
    'of $items items in $sets sets of $perSet is the balanced one: each $r times, each pair $lambda',
    ({ items, perSet, sets, r, lambda }) => {
      const [first] = maxDiffDesign({ items, perSet, sets, versions: 1 }, 1)
      const { seen, pairs } = counts(first, items)
      expect(new Set(seen)).toEqual(new Set([r]))
      expect(new Set(pairs)).toEqual(new Set([lambda]))
    },
  )

  test.each([
    { items: 8, perSet: 4, sets: 6 },
    { items: 10, perSet: 4, sets: 8 },
    { items: 20, perSet: 5, sets: 12 },
    { items: 30, perSet: 5, sets: 18 },
  ])(
    'of $items items in $sets sets of $perSet shows each equally often and spreads the pairs',
    ({ items, perSet, sets }) => {
      const design = maxDiffDesign({ items, perSet, sets, versions: 12 }, 1)
      for (const version of design) {
        const { seen, pairs } = counts(version, items)
        expect(spread(seen)).toBeLessThanOrEqual(1)
        expect(Math.max(...pairs)).toBeLessThanOrEqual(
          Math.ceil((sets * perSet * (perSet - 1)) / (items * (items - 1))) + 1,
        )
        for (const set of version) expect(new Set(set).size).toBe(perSet)
      }
    },
  )

  test('over its versions every item stands in every place about equally often', () => {
    const design = maxDiffDesign({ items: 7, perSet: 4, sets: 7, versions: 12 }, 1)
    const places = Array.from({ length: 7 }, () => [0, 0, 0, 0])
    for (const set of design.flat()) for (const [place, item] of set.entries()) places[item][place]++
    for (const row of places) expect(spread(row)).toBeLessThanOrEqual(3)
    expect(new Set(design.map((version) => JSON.stringify(version))).size).toBe(12)
  })

  test('is the same for the same seed, and refuses sets larger than the list', () => {
    const size = { items: 11, perSet: 4, sets: 9, versions: 3 }
    expect(JSON.stringify(maxDiffDesign(size, 7))).toBe(JSON.stringify(maxDiffDesign({ ...size }, 7)))
    expect(() => maxDiffDesign({ items: 3, perSet: 4, sets: 3, versions: 1 }, 1)).toThrow(RangeError)
  })

  test('its versions are shared out evenly between respondents', () => {
    const drawn = new Array<number>(12).fill(0)
    for (let seed = 0; seed < 12_000; seed++) drawn[versionOf('matters', seed, 12)]++
    // A chi-square of 11 degrees passes 31.3 once in a thousand draws.
    expect(drawn.reduce((sum, one) => sum + (one - 1000) ** 2 / 1000, 0)).toBeLessThan(31.3)
  })
})
