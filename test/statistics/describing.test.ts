import { expect, test } from 'vitest'
import { describeByClass } from '../../server/statistics/describing.ts'
import type { Indicator } from '../../server/statistics/indicator.ts'
import { randomFrom } from '../../server/statistics/random.ts'
import { plantedPeople } from './three-step/planted-memberships.ts'

const size = 400
const random = randomFrom(6)
const posteriors = Float64Array.from({ length: size * 2 }, (_, at) => (Math.floor(at / 2) % 4 === at % 2 ? 0.95 : 0.05))
for (let person = 0; person < size; person++) posteriors[person * 2 + 1] = 1 - posteriors[person * 2]!

const region: Indicator = {
  name: 'region',
  kind: 'nominal',
  categories: ['north', 'south'],
  values: Int16Array.from({ length: size }, (_, person) => (random.next() < (person % 4 === 0 ? 0.8 : 0.3) ? 0 : 1)),
}
const coin: Indicator = {
  name: 'coin',
  kind: 'binary',
  categories: ['heads', 'tails'],
  values: Int16Array.from({ length: size }, () => random.integer(2)),
}
const age: Indicator = {
  name: 'age',
  kind: 'continuous',
  values: Float64Array.from({ length: size }, (_, person) => 40 + (person % 4 === 0 ? 8 : 0) + 10 * random.normal()),
}

test('a real difference stands, a coin does not', () => {
  const differences = describeByClass([region, coin, age], { posteriors, classes: 2 })
  const north = differences.find((item) => item.category === 'north' && item.index === 0)!
  const heads = differences.find((item) => item.category === 'heads' && item.index === 0)!
  const years = differences.find((item) => item.variable === 'age' && item.index === 0)!

  expect(north.standing).toBe('stands')
  expect(north.these).toBeGreaterThan(north.rest)
  expect(north.low).toBeLessThan(north.these)
  expect(north.countThese).toBe(100)
  expect(heads.standing).toBe('none')
  expect(years.standing).toBe('stands')
  expect(years.q).toBeGreaterThanOrEqual(years.p)
})

test('a difference on fewer than thirty people is indicative, on fewer than ten none', () => {
  const only = (people: number): Indicator => ({
    ...region,
    values: Int16Array.from({ length: size }, (_, person) =>
      person % 4 === 0 ? (person / 4 < people ? 0 : -1) : person % 2,
    ),
  })
  const standing = (people: number) =>
    describeByClass([only(people)], { posteriors, classes: 2 }).find(
      (item) => item.category === 'north' && item.index === 0,
    )!.standing

  expect(standing(60)).toBe('stands')
  expect(standing(20)).toBe('indicative')
  expect(standing(9)).toBe('none')
})

test('shuffled variables are called different in no more than their share of the sets', () => {
  const draws = randomFrom(12)
  let found = 0
  for (let round = 0; round < 200; round++) {
    const noise: Indicator = { ...coin, values: Int16Array.from({ length: size }, () => draws.integer(2)) }
    if (describeByClass([noise], { posteriors, classes: 2 }).some((item) => item.q < 0.05)) found++
  }
  // 5 % of 200 is 10; 20 would be three standard errors more.
  expect(found).toBeLessThan(20)
})

test('with everyone placed for certain the tests are those of R’s t.test and prop.test', () => {
  const certain = (sizes: number[]) =>
    Float64Array.from(sizes.flatMap((size, side) => Array(size).fill([1 - side, side])).flat())
  // Student's sleep data, t.test(extra ~ group): t = -1.8608, df = 17.776, p = .07939.
  const sleep: Indicator = {
    name: 'extra sleep',
    kind: 'continuous',
    values: Float64Array.of(
      ...[0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2],
      ...[1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4],
    ),
  }
  const [hours] = describeByClass([sleep], { posteriors: certain([10, 10]), classes: 2 })
  // z² of prop.test(c(15, 25), c(50, 50), correct = FALSE) is 4.1667, p = .04123.
  const chosen: Indicator = {
    name: 'chosen',
    kind: 'binary',
    categories: ['no', 'yes'],
    values: Int16Array.from({ length: 100 }, (_, person) => Number(person < 50 ? person < 15 : person < 75)),
  }
  const [, yes] = describeByClass([chosen], { posteriors: certain([50, 50]), classes: 2 })

  expect(hours!.p).toBeCloseTo(0.07939, 5)
  expect(hours!.these).toBeCloseTo(0.75, 10)
  expect(yes!.p).toBeCloseTo(0.04123, 5)
  expect([yes!.these, yes!.rest]).toEqual([0.3, 0.5])
})

test('a test and its interval are one: p is under .05 exactly where the interval leaves out 0', () => {
  const draws = randomFrom(5)
  let close = 0
  for (let round = 0; round < 60; round++) {
    const { classOf, posteriors } = plantedPeople(250, draws)
    const rare = [0.01, 0.03, 0.3, 0.5, 0.97][round % 5]!
    const answers: Indicator = {
      name: 'answer',
      kind: 'nominal',
      categories: ['a', 'b', 'c'],
      values: Int16Array.from(classOf, (index) =>
        draws.next() < rare * (index === 1 ? 0.5 : 1) ? 0 : 1 + draws.integer(2),
      ),
    }
    const years: Indicator = {
      name: 'years',
      kind: 'continuous',
      values: Float64Array.from(classOf, (index) => 0.2 * index + draws.normal()),
    }
    for (const one of describeByClass([answers, years], { posteriors, classes: 3 })) {
      if (Number.isNaN(one.p)) continue
      const leavesOutZero = one.differenceLow > 0 || one.differenceHigh < 0
      if (Math.abs(one.p - 0.05) > 1e-9) expect([one.p < 0.05, one]).toEqual([leavesOutZero, one])
      if (Math.abs(one.p - 0.05) < 0.02) close++
      expect(one.differenceLow).toBeLessThanOrEqual(one.difference)
      expect(one.differenceHigh).toBeGreaterThanOrEqual(one.difference)
    }
  }
  // The cases that could tell the two apart are among them.
  expect(close).toBeGreaterThan(20)
})
