import { expect, test } from 'vitest'
import { adjustedRand, overlapTable } from '../../server/statistics/agreement-of-partitions.ts'
import { analyse, type AnalysisProgress } from '../../server/statistics/analysis.ts'
import { firstLook, stepper } from '../../server/statistics/analysis-stages.ts'
import type { Indicator, IndicatorData } from '../../server/statistics/indicator.ts'
import { randomFrom, shuffle } from '../../server/statistics/random.ts'
import { placeByProfile } from '../../server/statistics/placing.ts'
import { modalClasses } from '../../server/statistics/stability.ts'
import { inlineRunner } from '../../server/statistics/tasks.ts'
import { oneFactor, plantedClasses } from './planted.ts'

const crossing = {
  size: 600,
  shares: [0.45, 0.3, 0.25],
  profiles: [
    [5, 5, 1, 1, 4, 2, 3, 5],
    [1, 2, 5, 4, 2, 5, 5, 1],
    [3, 1, 2, 5, 5, 5, 1, 3],
  ],
  deviation: 1.1,
}

test('planted classes with crossing profiles are found, numbered by size and placed rightly', async () => {
  const { data, truth } = plantedClasses({ ...crossing, seed: 5, missing: 0.05 })
  const analysis = await analyse(data, { seed: 1 }, inlineRunner(data))

  expect(analysis.chosenClasses).toBe(3)
  expect(['natural', 'reproducible']).toContain(analysis.verdict.word)
  expect(analysis.nulls.n1?.beaten).toBe(true)
  expect(Math.min(...analysis.classes.map((item) => item.jaccard))).toBeGreaterThan(0.75)
  const table = overlapTable(truth, modalClasses(analysis.posteriors, 3), { rows: 3, columns: 3 })
  expect(adjustedRand(table, { rows: 3, columns: 3 })).toBeGreaterThan(0.85)
  analysis.classes.forEach((item, index) => {
    expect(Math.abs(item.share.share - crossing.shares[index]!)).toBeLessThan(0.06)
    expect(item.share.low).toBeLessThan(item.share.share)
    expect(item.share.high).toBeGreaterThan(item.share.share)
  })
  expect(analysis.classes[0]!.profile[0]!.distinctive).toBe(true)
  expect(analysis.classes[0]!.profile[0]!.position!.difference).toBeGreaterThan(1)
})

test.each([1, 2, 3])('one factor without classes gets no personas, seed %i', async (seed) => {
  const data = oneFactor({ size: 600, loadings: [0.75, 0.7, 0.65, 0.6, 0.55, 0.5, 0.7, 0.6], seed: seed + 40 })
  const analysis = await analyse(data, { seed }, inlineRunner(data))

  expect(analysis.chosenClasses).toBeGreaterThan(1)
  expect(analysis.nulls.n0?.beaten).toBe(true)
  expect(analysis.verdict.word).toBe('none')
  expect(analysis.verdict.advice.join(' ')).toMatch(/scale/)
})

test.each([1, 2])(
  'one factor whose people differ in how extremely they answer gets no personas, seed %i',
  async (seed) => {
    const loadings = [0.75, 0.7, 0.65, 0.6, 0.55, 0.5, 0.7, 0.6]
    const data = oneFactor({ size: 800, loadings, seed: seed + 20, style: 0.5 })
    const analysis = await analyse(data, { seed }, inlineRunner(data))

    expect(analysis.verdict.word).toBe('none')
  },
)

test.each([1, 2, 3])('independent answers get no personas, seed %i', async (seed) => {
  const data = oneFactor({ size: 600, loadings: new Array(8).fill(0), seed: seed + 70 })
  const analysis = await analyse(data, { seed }, inlineRunner(data))

  expect(analysis.verdict.word).toBe('none')
  expect(analysis.verdict.reasons[0]!.rule).toBe('one_class')
})

test('people who answered under half stay unassigned, and shares leave room for them', async () => {
  const { data } = plantedClasses({ ...crossing, seed: 6 })
  for (let person = 0; person < 60; person++) for (const item of data.indicators.slice(0, 5)) item.values[person] = -1
  const analysis = await analyse(data, { seed: 2 }, inlineRunner(data))
  const shares = analysis.classes.reduce((sum, item) => sum + item.share.share, 0)

  expect(analysis.unassigned).toBe(60)
  expect(analysis.fitted).toBe(540)
  expect(Number.isNaN(analysis.posteriors[0])).toBe(true)
  expect(shares + 60 / 600).toBeCloseTo(1, 9)
})

test('questions put to few people and constant ones are left out, with the reason', async () => {
  const { data } = plantedClasses({ ...crossing, seed: 7 })
  data.indicators[0]!.values.fill(-1, 0, 300)
  data.indicators[1]!.values.fill(2)
  const analysis = await analyse(data, { seed: 2 }, inlineRunner(data))

  expect(analysis.excludedIndicators).toEqual([
    { name: 'Q1', reason: 'Answered by 50 % of people; 70 % are needed.' },
    { name: 'Q2', reason: 'Everyone gave the same answer.' },
  ])
  expect(analysis.indicators).toHaveLength(6)
})

test('another order of the people gives the same analysis to the last bit, everyone keeping their place', async () => {
  const { data } = plantedClasses({ ...crossing, size: 300, deviation: 1.5, seed: 21, missing: 0.1 })
  const weights = Float64Array.from({ length: data.size }, (_, person) => 0.5 + (person % 3) / 2)
  const order = shuffle(
    Int32Array.from({ length: data.size }, (_, person) => person),
    randomFrom(8),
  )
  const moved = <T extends Int16Array | Float64Array>(values: T): T =>
    values.map((_, person) => values[order[person]!]!) as T
  const shuffled: IndicatorData = {
    size: data.size,
    weights: moved(weights),
    indicators: data.indicators.map((item) => ({ ...item, values: moved(item.values as Int16Array) }) as Indicator),
  }
  const given = { ...data, weights }
  const options = { seed: 3, maximumClasses: 4 }
  const { posteriors, ...once } = await analyse(given, options, inlineRunner(given))
  const { posteriors: movedPosteriors, ...again } = await analyse(shuffled, options, inlineRunner(shuffled))

  expect(again).toEqual(once)
  order.forEach((person, place) => {
    for (let index = 0; index < once.chosenClasses; index++) {
      expect(movedPosteriors[place * once.chosenClasses + index]).toBe(posteriors[person * once.chosenClasses + index])
    }
  })
})

test('fewer than a hundred people get no personas and no models', async () => {
  const { data } = plantedClasses({ ...crossing, size: 80, seed: 8 })
  const analysis = await analyse(data, { seed: 1 }, inlineRunner(data))

  expect(analysis.verdict.word).toBe('none')
  expect(analysis.verdict.reasons.map((reason) => reason.rule)).toEqual(['too_few_people'])
  expect(analysis.models).toEqual([])
})

test('placing by the stored model gives the posteriors of the fit', async () => {
  const { data } = plantedClasses({ ...crossing, seed: 9, missing: 0.1 })
  const analysis = await analyse(data, { seed: 1 }, inlineRunner(data))
  const placed = placeByProfile(JSON.parse(JSON.stringify(analysis.model)), data, { minimumAnswered: 0.5 })

  expect(placed.length).toBe(analysis.posteriors.length)
  placed.forEach((value, at) => {
    if (Number.isNaN(analysis.posteriors[at])) expect(value).toBeNaN()
    else expect(Math.abs(value - analysis.posteriors[at]!)).toBeLessThan(1e-6)
  })
})

test('a cancelled analysis stops with the reason given', async () => {
  const { data } = plantedClasses({ ...crossing, seed: 10 })
  const cancel = new AbortController()
  const run = analyse(
    data,
    { seed: 1 },
    inlineRunner(data, cancel.signal),
    () => cancel.abort(new Error('stopped by the person')),
    cancel.signal,
  )

  await expect(run).rejects.toThrow('stopped by the person')
})

test('weights move the shares', async () => {
  const { data, truth } = plantedClasses({ ...crossing, seed: 11 })
  const weighted: IndicatorData = { ...data, weights: Float64Array.from(truth, (index) => (index === 2 ? 4 : 1)) }
  const analysis = await analyse(weighted, { seed: 1 }, inlineRunner(weighted))

  // 25 % of the people with four times the weight are 57 % of the weighted ones.
  expect(Math.abs(analysis.classes[0]!.share.share - 1 / 1.75)).toBeLessThan(0.07)
  expect(analysis.effectiveSize).toBeLessThan(500)
})

test('the first look agrees with the planted classes, and says how far it is', async () => {
  const { data } = plantedClasses({ ...crossing, seed: 12 })
  const heard: AnalysisProgress[] = []
  const look = await firstLook(
    stepper(inlineRunner(data), (progress) => heard.push(progress)),
    { prior: 1, seed: 1 },
  )

  expect(look).toBe(3)
  expect(heard.map(({ sentence }) => sentence).at(-1)).toBe('First look 6 of 6.')
})

test('the record prints p-values with their floor and the likelihood ratio against one class less', async () => {
  const { data } = plantedClasses({ ...crossing, size: 300, seed: 13 })
  const analysis = await analyse(data, { seed: 1, maximumClasses: 4, record: true }, inlineRunner(data))

  expect(analysis.nulls.n0!.copies).toHaveLength(99)
  expect(analysis.nulls.n1!.p).toBe(0.01)
  expect(analysis.likelihoodRatio!.simulated).toHaveLength(99)
  expect(analysis.likelihoodRatio!.p).toBe(0.01)
  expect(analysis.predictionStrength).toBeGreaterThan(0.8)
  // These classes leave nothing between the items, and by simulation nothing is found.
  expect(analysis.localDependence).toEqual([])
})

test('at the cap every correlated copy is fitted to its end, and the verdict says so', async () => {
  const { data } = plantedClasses({ ...crossing, seed: 14 })
  const analysis = await analyse(data, { seed: 1, maximumClasses: 2 }, inlineRunner(data))

  expect(analysis.atCap).toBe(true)
  expect(analysis.chosenClasses).toBe(2)
  expect(analysis.nulls.n1!.copies).toHaveLength(19)
  expect(analysis.verdict.advice.join(' ')).toContain('At the cap')
})
