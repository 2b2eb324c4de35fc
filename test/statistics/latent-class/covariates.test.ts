import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runLca } from '../../../server/command-line/lca.ts'
import type { IndicatorData } from '../../../server/statistics/indicator.ts'
import { fitWithCovariates } from '../../../server/statistics/latent-class/covariates.ts'
import { fitLatentClasses } from '../../../server/statistics/latent-class/fit.ts'
import { observe } from '../../../server/statistics/latent-class/observations.ts'
import { standardErrors } from '../../../server/statistics/latent-class/standard-errors.ts'
import { peopleOf, patternTables } from '../pattern-tables.ts'

/** Cheating at college by grade point average: Dayton (1998). People of GPA group 1 to 5, then without one, for each pattern. */
const cheatingByGrade =
  '1111:51,63,35,30,24,4 1112:19,18,6,2,1,0 1121:0,5,1,0,1,0 1122:4,0,0,0,1,0 1211:4,4,4,0,1,0 1212:3,0,0,1,0,0 1221:1,0,0,0,0,0 1222:0,1,0,1,0,0 2111:5,4,0,0,1,0 2112:2,1,0,0,0,0 2121:1,0,0,0,0,0 2122:0,1,1,0,0,0 2211:4,6,1,0,0,0 2212:4,0,0,0,0,0 2221:1,0,0,0,0,0 2222:1,1,0,0,0,0'

function cheatingPeople(): { data: IndicatorData; grade: Float64Array } {
  const cells = cheatingByGrade.split(' ').flatMap((entry) => {
    const [digits, counts] = entry.split(':')
    return counts!
      .split(',')
      .map((count, at) => ({ digits: digits!, grade: at < 5 ? at + 1 : Number.NaN, count: Number(count) }))
  })
  const people = cells.flatMap(({ digits, grade, count }) => Array.from({ length: count }, () => ({ digits, grade })))
  return {
    data: {
      size: people.length,
      indicators: ['lied about an exam', 'lied about a paper', 'bought a paper', 'copied in an exam'].map(
        (name, item) => ({
          name,
          kind: 'binary' as const,
          categories: ['no', 'yes'],
          values: Int16Array.from(people, ({ digits }) => Number(digits[item]) - 1),
        }),
      ),
    },
    grade: Float64Array.from(people, ({ grade }) => grade),
  }
}

test('cheating by grade: log-likelihood, shares, logits and their errors are those published', () => {
  const { data, grade } = cheatingPeople()
  const fit = fitWithCovariates(data, [{ name: 'grade', values: grade }], { classes: 2, starts: 10, seed: 1 })

  expect(fit.observations.fitted).toBe(315)
  expect(fit.parameters).toBe(10)
  expect(fit.logLikelihood).toBeCloseTo(-429.6384, 4)
  expect(fit.bic).toBeCloseTo(916.8025, 3)
  expect(fit.shares[0]).toBeCloseTo(0.82189, 4)
  expect(fit.entropyR2).toBeCloseTo(0.72747, 4)
  // Against the larger class; printed for it, with the opposite sign: −0.11342 (.50992) + 0.84248 (.28131) GPA.
  expect(fit.coefficients[0]![0]).toBeCloseTo(0.11342, 4)
  expect(fit.coefficients[0]![1]).toBeCloseTo(-0.84248, 4)
  expect(fit.errors[0]![0]).toBeCloseTo(0.50992, 4)
  expect(fit.errors[0]![1]).toBeCloseTo(0.28131, 4)
  expect(fit.starts.replicated).toBe(true)
})

test('without covariates it is the plain model, and the one logit is that of the shares', () => {
  const { data } = cheatingPeople()
  const plain = fitLatentClasses(observe(data), { classes: 2, starts: 10, seed: 1 })
  const fit = fitWithCovariates(data, [], { classes: 2, starts: 10, seed: 1 })

  expect(fit.logLikelihood).toBeCloseTo(plain.logLikelihood, 6)
  expect(fit.shares[0]).toBeCloseTo(plain.shares[0]!, 5)
  expect(fit.coefficients[0]![0]).toBeCloseTo(Math.log(plain.shares[1]! / plain.shares[0]!), 4)
})

test('standard errors of shares and probabilities are those of poLCA, none on the boundary', () => {
  const carcinoma = observe(peopleOf(patternTables.carcinoma))
  const errors = standardErrors(carcinoma, fitLatentClasses(carcinoma, { classes: 3, starts: 20, seed: 1 }))!

  expect(errors.shares.map((error) => error.toFixed(4))).toEqual(['0.0479', '0.0475', '0.0407'])
  // Pathologist B: rows × classes.
  expect(errors.items[1]![3]).toBeCloseTo(0.01926, 4)
  expect(errors.items[1]![4]).toBeCloseTo(0.06381, 4)
  expect(errors.items[1]![5]).toBeNaN()
})

test('uneven weights widen the errors of the same estimates, equal ones leave them', () => {
  const { data } = cheatingPeople()
  const errorsWith = (weights?: Float64Array) => {
    const observations = observe(weights ? { ...data, weights } : data)
    return standardErrors(observations, fitLatentClasses(observations, { classes: 2, starts: 10, seed: 1 }))!.shares[1]!
  }
  const plain = errorsWith()

  expect(errorsWith(new Float64Array(data.size).fill(7))).toBeCloseTo(plain, 6)
  // Weights of .2 and 1.8 in turn have a design effect of 1.64.
  const uneven = errorsWith(Float64Array.from({ length: data.size }, (_, person) => (person % 2 === 0 ? 0.2 : 1.8)))
  expect(uneven / plain).toBeGreaterThan(1.1)
})

test('vote of 2000 by party, three classes: the manual’s logits', async () => {
  const folder = process.env.VERBATIM_REFERENCE
  if (!folder) {
    console.log('not run: VERBATIM_REFERENCE is not set, so the election with its covariate was not fitted')
    return
  }
  const models = JSON.parse(readFileSync(join(folder, 'lca/expected.json'), 'utf8')) as {
    name: string
    items: string[]
    logLik: number
    shares: number[]
    logitsVsClass0: number[][]
  }[]
  const model = models.find(({ name }) => name === 'election-complete-3-party')!
  const asked = ['election.csv', '--nominal', model.items.join(','), '--covariates', 'PARTY', '--missing', 'listwise']
  const result = (await runLca([...asked, '--classes', '3', '--starts', '10', '--seed', '1'], {
    cwd: join(folder, 'lca'),
    log: () => {},
    workers: 1,
  })) as {
    fitted: number
    models: {
      logLikelihood: number
      shares: number[]
      covariates: { intercept: number; slopes: { PARTY: number } }[]
    }[]
  }
  const [fit] = result.models

  expect(result.fitted).toBe(1300)
  expect(Math.abs(fit!.logLikelihood - model.logLik)).toBeLessThan(1e-3)
  model.shares.forEach((share, index) => {
    expect(Math.abs(fit!.shares[index]! - share)).toBeLessThan(1e-3)
  })
  model.logitsVsClass0.forEach(([intercept, slope], index) => {
    expect(Math.abs(fit!.covariates[index]!.intercept - intercept!)).toBeLessThan(1e-3)
    expect(Math.abs(fit!.covariates[index]!.slopes.PARTY - slope!)).toBeLessThan(1e-3)
  })
})
