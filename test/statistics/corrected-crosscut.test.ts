import { expect, test } from 'vitest'
import { correctedCut } from '../../server/statistics/corrected-crosscut.ts'
import { randomFrom } from '../../server/statistics/random.ts'
import { plantedPeople, plantedShares } from './three-step/planted-memberships.ts'

/** P(segment | class) of three classes and three segments. */
const truth = [
  [0.6, 0.3, 0.1],
  [0.2, 0.5, 0.3],
  [0.1, 0.1, 0.8],
]

test('planted shares of segments come back, where counting people as sorted is off by several points', () => {
  const random = randomFrom(9)
  const rounds = 12
  const mean = { corrected: 0, sorted: 0 }
  for (let round = 0; round < rounds; round++) {
    const { classOf, posteriors } = plantedPeople(1500, random)
    const segments = Int16Array.from(classOf, (index, person) => {
      if (person % 5 === 0) return -1
      const draw = random.next()
      return draw < truth[index]![0]! ? 0 : draw < truth[index]![0]! + truth[index]![1]! ? 1 : 2
    })
    const cut = correctedCut(segments, 3, { posteriors, classes: 3 })!
    expect(cut.people).toBe(1200)
    for (const row of cut.segmentsOfClass) expect(row.reduce((sum, share) => sum + share)).toBeCloseTo(1, 8)
    const columns = [0, 1, 2].map((column) => cut.classesOfSegment.reduce((sum, row) => sum + row[column]!, 0))
    for (const sum of columns) expect(sum).toBeCloseTo(1, 8)
    mean.corrected += cut.segmentsOfClass[2]![2]! / rounds
    mean.sorted += sortedShare(segments, posteriors) / rounds
  }
  expect(Math.abs(mean.corrected - 0.8)).toBeLessThan(0.05)
  expect(mean.sorted).toBeLessThan(0.7)
  const everyone = plantedShares.reduce((sum, share, index) => sum + share * truth[index]![2]!, 0)
  expect(everyone).toBeCloseTo(0.3, 10)
})

/** Share of the third segment among those whose likeliest class is the third. */
function sortedShare(segments: Int16Array, posteriors: Float64Array): number {
  let own = 0
  let all = 0
  segments.forEach((segment, person) => {
    const [a, b, c] = posteriors.subarray(person * 3, person * 3 + 3) as unknown as [number, number, number]
    if (segment < 0 || c < a || c < b) return
    all++
    if (segment === 2) own++
  })
  return own / all
}

test('one class, or classes that can’t be told apart, are not corrected', () => {
  const segments = Int16Array.of(0, 1, 0, 1)
  expect(correctedCut(segments, 2, { posteriors: new Float64Array(4).fill(1), classes: 1 })).toBeNull()
  expect(correctedCut(segments, 2, { posteriors: new Float64Array(8).fill(0.5), classes: 2 })).toBeNull()
})
