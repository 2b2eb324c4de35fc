import { expect, test } from 'vitest'
import { averageLinkage, cutTree, jaccardDistances, meanSilhouette } from '../../server/statistics/average-linkage.ts'

/** Distances between five bacterial 5S ribosomal RNA sequences: the worked example that textbooks of UPGMA print. */
const published = [
  [0, 17, 21, 31, 23],
  [17, 0, 30, 34, 21],
  [21, 30, 0, 28, 39],
  [31, 34, 28, 0, 43],
  [23, 21, 39, 43, 0],
]

test('merges and heights of the published five-sequence example', () => {
  const merges = averageLinkage(Float64Array.from(published.flat()), 5)
  expect(merges).toEqual([
    { first: 0, second: 1, height: 17 },
    { first: 5, second: 4, height: 22 },
    { first: 2, second: 3, height: 28 },
    { first: 6, second: 7, height: 33 },
  ])
  expect(cutTree(merges, { items: 5, groups: 2 })).toEqual([0, 0, 1, 1, 0])
  expect(cutTree(merges, { items: 5, groups: 5 })).toEqual([0, 1, 2, 3, 4])
})

test('Jaccard distances: what is shared of what either has, and nothing shared with somebody silent', () => {
  const distances = jaccardDistances([new Set(['a', 'b']), new Set(['b', 'c']), new Set<string>(), new Set(['a', 'b'])])
  expect(Array.from(distances.slice(0, 4))).toEqual([0, 1 - 1 / 3, 1, 0])
  expect(distances[2 * 4 + 3]).toBe(1)
})

test('the silhouette worked by hand, and nought for somebody alone', () => {
  // Points 0, 1 and 10 on a line: (10 − 1) / 10, (9 − 1) / 9, alone.
  const points = [0, 1, 10]
  const distances = Float64Array.from(points.flatMap((one) => points.map((other) => Math.abs(one - other))))
  expect(meanSilhouette(distances, [0, 0, 1])).toBeCloseTo((9 / 10 + 8 / 9 + 0) / 3, 12)
  expect(meanSilhouette(distances, [0, 1, 1])).toBeLessThan(0.1)
})
