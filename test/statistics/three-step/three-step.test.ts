import { expect, test } from 'vitest'
import { describeByClass } from '../../../server/statistics/describing.ts'
import { fitLatentClasses } from '../../../server/statistics/latent-class/fit.ts'
import { observe } from '../../../server/statistics/latent-class/observations.ts'
import { randomFrom } from '../../../server/statistics/random.ts'
import { resamplePair, sortingCovariance } from '../../../server/statistics/stability.ts'
import { classMeans, opposeClass } from '../../../server/statistics/three-step/class-means.ts'
import { classShares } from '../../../server/statistics/three-step/class-shares.ts'
import { classify } from '../../../server/statistics/three-step/classification.ts'
import { regressMembership } from '../../../server/statistics/three-step/membership-regression.ts'
import { testEqual, waldTest } from '../../../server/statistics/three-step/wald.ts'
import { plantedPeople, plantedShares } from './planted-memberships.ts'

/** Two people in three of the first class, sorted with a tenth of error. */
const sorted = Float64Array.from({ length: 240 * 2 }, (_, at) => {
  const first = Math.floor(at / 2) % 3 < 2 ? 0.9 : 0.1
  return at % 2 === 0 ? first : 1 - first
})

test('classification errors are counted from the posteriors, and corrected weights undo them', () => {
  const { errors, corrections, condition } = classify({ posteriors: sorted, classes: 2 })!

  // 160 people with .9 and 80 with .1 for the first class: 144 of 152 are put there; 72 of 88 of the second class.
  expect(errors[0]).toBeCloseTo(144 / 152, 12)
  expect(errors[3]).toBeCloseTo(72 / 88, 12)
  expect(corrections[0]! + corrections[1]!).toBeCloseTo(1, 12)
  expect(corrections[1]).toBeLessThan(0)
  expect(condition).toBeGreaterThan(1)
})

test('classes that are nobody’s most likely one cannot be corrected for', () => {
  const hidden = Float64Array.from({ length: 30 }, (_, at) => [0.6, 0.3, 0.1][at % 3]!)

  expect(classify({ posteriors: hidden, classes: 3 })).toBeNull()
  expect(
    describeByClass([{ name: 'age', kind: 'continuous', values: new Float64Array(10).fill(3) }], {
      posteriors: hidden,
      classes: 3,
    }),
  ).toEqual([])
})

test('where the corrected table lies inside, its shares are the linear correction; outside, they stay within 0 … 1', () => {
  const classification = classify({ posteriors: sorted, classes: 2 })!
  const inside = Int16Array.from({ length: 240 }, (_, person) => (person % 5 < 2 ? 1 : 0))
  const outside = Int16Array.from({ length: 240 }, (_, person) => (person % 3 < 2 ? 1 : 0))
  const linear = (values: Int16Array) => opposeClass(values, classification, 1)!.these
  const likely = (values: Int16Array) => classShares(values, 2, classification)!

  expect(likely(inside).isInterior).toBe(true)
  expect(likely(inside).shares[3]).toBeCloseTo(linear(inside), 10)
  expect(linear(outside)).toBeLessThan(0)
  expect(likely(outside).isInterior).toBe(false)
  expect(likely(outside).shares[3]).toBeGreaterThanOrEqual(0)
  expect(likely(outside).shares[3]).toBeLessThan(0.01)
})

test('Wald’s test of equal means is the square of the two-sample z, and redundant estimates add no freedom', () => {
  const twice = waldTest([2, 2], Float64Array.of(1, 1, 1, 1))

  expect(testEqual([1, 3], Float64Array.of(0.5, 0, 0, 0.5)).statistic).toBeCloseTo(4, 10)
  expect(testEqual([1, 3], Float64Array.of(0.5, 0, 0, 0.5)).p).toBeCloseTo(0.0455, 4)
  expect(twice.df).toBe(1)
  expect(twice.statistic).toBeCloseTo(4, 10)
})

const truth = { means: [0, 1, -1], shares: [0.3, 0.6, 0.1], slopes: [0, 1, 0] }

/** Errors and covered intervals over planted samples: step one is fitted anew each time. */
function simulate(rounds: number, size: number) {
  const random = randomFrom(11)
  const sums = {
    mean: [0, 0, 0],
    share: [0, 0, 0],
    naive: [0, 0, 0],
    slope: 0,
    covered: 0,
    intervals: 0,
    rejected: 0,
    tests: 0,
  }
  for (let round = 0; round < rounds; round++) {
    const { classOf, posteriors } = plantedPeople(size, random)
    const score = Float64Array.from(classOf, (index) => truth.means[index]! + random.normal() * (index === 1 ? 2 : 1))
    const ticked = Int16Array.from(classOf, (index) => Number(random.next() < truth.shares[index]!))
    const shift = Float64Array.from(classOf, (index) => truth.slopes[index]! + random.normal())
    const noise = Int16Array.from(classOf, () => Number(random.next() < 0.2))
    const described = describeByClass(
      [
        { name: 'score', kind: 'continuous', values: score },
        { name: 'ticked', kind: 'binary', categories: ['no', 'yes'], values: ticked },
        { name: 'noise', kind: 'binary', categories: ['no', 'yes'], values: noise },
      ],
      { posteriors, classes: 3 },
    )
    for (const { variable, category, index, these, low, high, p } of described) {
      if (category === 'no') continue
      if (variable === 'noise') {
        sums.rejected += Number(p < 0.05)
        sums.tests++
        continue
      }
      const true_ = (variable === 'score' ? truth.means : truth.shares)[index]!
      sums[variable === 'score' ? 'mean' : 'share'][index]! += (these - true_) / rounds
      sums.covered += Number(low <= true_ && true_ <= high)
      sums.intervals++
    }
    plantedShares.forEach((_, index) => {
      let sum = 0
      let total = 0
      score.forEach((value, person) => {
        sum += posteriors[person * 3 + index]! * value
        total += posteriors[person * 3 + index]!
      })
      sums.naive[index]! += (sum / total - truth.means[index]!) / rounds
    })
    const { coefficients } = regressMembership([shift], classify({ posteriors, classes: 3 })!)!
    sums.slope += (coefficients[1]! - 1) / rounds
  }
  return sums
}

test('planted means, shares and slopes come back without bias, where posterior weighting is off by half', () => {
  const { mean, share, naive, slope, covered, intervals, rejected, tests } = simulate(80, 800)

  expect(Math.max(...naive.map(Math.abs))).toBeGreaterThan(0.4)
  for (const bias of mean) expect(Math.abs(bias)).toBeLessThan(0.06)
  for (const bias of share) expect(Math.abs(bias)).toBeLessThan(0.02)
  expect(Math.abs(slope)).toBeLessThan(0.08)
  // Here errors of classification are taken as known, so intervals hold a little less often than 95 in 100.
  expect(covered / intervals).toBeGreaterThan(0.88)
  expect(covered / intervals).toBeLessThan(0.99)
  // 240 tests: 12 expected, and 24 would be more than three standard errors above.
  expect(rejected).toBeLessThan(24)
  expect(tests).toBe(240)
})

test('the covariance of corrected means gives the error of each class alone', () => {
  const random = randomFrom(3)
  const { posteriors, classOf } = plantedPeople(500, random)
  const values = Float64Array.from(classOf, (index) => index + random.normal())
  const classification = classify({ posteriors, classes: 3 })!
  const { means, covariance } = classMeans(values, classification)!

  for (let index = 0; index < 3; index++) {
    const alone = opposeClass(values, classification, index)!
    expect(means[index]).toBeCloseTo(alone.these, 12)
    expect(Math.sqrt(covariance[index * 4]!) / alone.errorThese).toBeCloseTo(1, 1)
  }
  expect(testEqual(means, covariance).p).toBeLessThan(1e-6)
})

test('doubling every weight changes nothing, and uneven weights widen the intervals', () => {
  const random = randomFrom(8)
  const { posteriors, classOf } = plantedPeople(600, random)
  const values = Float64Array.from(classOf, (index) => index + random.normal())
  const described = (weights?: Float64Array) =>
    describeByClass([{ name: 'score', kind: 'continuous', values }], {
      posteriors,
      classes: 3,
      ...(weights ? { weights } : {}),
    })[0]!
  const plain = described()
  const doubled = described(new Float64Array(600).fill(2))
  const uneven = described(Float64Array.from({ length: 600 }, () => Math.exp(random.normal())))

  expect(doubled.low).toBeCloseTo(plain.low, 10)
  expect(doubled.p).toBeCloseTo(plain.p, 10)
  expect(uneven.high - uneven.low).toBeGreaterThan(1.15 * (plain.high - plain.low))
  expect(uneven.effectiveThese).toBeLessThan(plain.effectiveThese)
})

test('doubt about the errors of sorting is their covariance over the resamples', () => {
  const resample = (errors: number[]) => ({
    ...{ jaccards: [], shares: [], contrasts: new Float64Array(0) },
    errors: Float64Array.from(errors),
  })
  const pair = (one: number[], other: number[]) => ({ first: resample(one), second: resample(other), adjustedRand: 1 })

  expect(sortingCovariance([])).toEqual([])
  const covariance = sortingCovariance([pair([0.9, 0.1, 0.2, 0.8], [0.8, 0.2, 0.2, 0.8])])
  expect(covariance.slice(0, 4)).toEqual([0.005, -0.005, 0, 0])
  expect(covariance).toHaveLength(16)
})

test('that doubt widens intervals where classes differ and leaves the test of no difference as it is', () => {
  const random = randomFrom(21)
  const { posteriors, classOf, data } = plantedPeople(900, random)
  const observations = observe(data)
  const { estimates } = fitLatentClasses(observations, { classes: 3, starts: 5, seed: 1 })
  const pairs = [1, 2, 3, 4].map((seed) => resamplePair(observations, { classes: 3, estimates, prior: 1, seed }))
  const covariance = sortingCovariance(pairs)
  const apart = Float64Array.from(classOf, (index) => 3 * truth.means[index]! + random.normal())
  const ticked = Int16Array.from(classOf, (index) => Number(random.next() < [0.2, 0.8, 0.3][index]!))
  const described = (sortingCovariance?: number[]) =>
    describeByClass(
      [
        { name: 'apart', kind: 'continuous', values: apart },
        { name: 'ticked', kind: 'binary', categories: ['no', 'yes'], values: ticked },
        { name: 'alike', kind: 'continuous', values: new Float64Array(900).fill(0).map((_, person) => person % 7) },
      ],
      { posteriors, classes: 3, ...(sortingCovariance ? { sortingCovariance } : {}) },
    )
  const [known, doubted] = [described(), described(covariance)]
  const width = ({ differenceLow, differenceHigh }: (typeof known)[number]) => differenceHigh - differenceLow
  known.forEach((one, at) => {
    const other = doubted[at]!
    expect(other.difference).toBe(one.difference)
    expect(width(other)).toBeGreaterThanOrEqual(width(one) - 1e-12)
    if (one.variable === 'apart') expect(width(other)).toBeGreaterThan(1.05 * width(one))
    if (one.variable === 'alike') expect(width(other)).toBeLessThan(1.05 * width(one))
  })
  // Covariance of another number of classes is none of these people's.
  expect(described([1, 2, 3])).toEqual(known)
})
