import { type Design, designOf, improveCoefficients, membershipShares } from '../membership-logit.ts'
import type { IndicatorData } from '../indicator.ts'
import { randomFrom, seedOf } from '../random.ts'
import { accelerate, type Ascent, climb, exactStop } from './acceleration.ts'
import { type CellShares, ExpectationMaximisation } from './expectation-maximisation.ts'
import { defaultStarts, entropyOf } from './fit.ts'
import { informationCriteria, type InformationCriteria } from './information-criteria.ts'
import { observe, type Observations } from './observations.ts'
import { canonicalOrder, freeParameters, layoutOf, reorderClasses } from './parameters.ts'
import { scoresOf } from './scores.ts'
import { scatterOf } from './standard-errors.ts'
import { startingValues } from './starting-values.ts'

/** A number per person that may move the chances of the classes; NaN when missing. */
export interface Covariate {
  name: string
  values: ArrayLike<number>
}

export interface CovariateFit extends InformationCriteria {
  classes: number
  logLikelihood: number
  parameters: number
  /** Shares over everyone and item parameters, classes by falling share. */
  estimates: Float64Array
  shares: number[]
  /** Logits against the largest class: one row for each further class, the intercept and then a slope a covariate. */
  coefficients: number[][]
  /** Their standard errors, from the people's scores; robust to the weights. */
  errors: number[][]
  /** Posteriors of the patterns, patterns × classes. */
  posteriors: Float64Array
  observations: Observations
  isConverged: boolean
  starts: { run: number; atBest: number; replicated: boolean; logLikelihoods: number[] }
}

export interface CovariateOptions {
  classes: number
  starts?: number
  seed: number
  prior?: number
}

const SAME_MAXIMUM = 1e-3

/**
 * A latent class model in which the chances of the classes depend on covariates by a multinomial logit, all estimated at
 * once (one step). People with a missing covariate stay out.
 * Source: Dayton & Macready (1988), JASA 83, 173–178; Bandeen-Roche et al. (1997), JASA 92, 1375–1386. Reference values: poLCA.
 */
export function fitWithCovariates(
  data: IndicatorData,
  covariates: Covariate[],
  { classes, starts, seed, prior = 0 }: CovariateOptions,
): CovariateFit {
  const { cells, design } = cellsOf(covariates, data.size)
  const observations = observe(data, { cells })
  const em = new CovariateModel(observations, { design, classes, prior })
  const run = classes === 1 ? 1 : (starts ?? defaultStarts(observations))
  const first: Ascent[] = []
  for (let start = 0; start < run; start++) {
    first.push(climb(em, em.start(seedOf(seed, 'covariates', classes, start)), 30))
  }
  first.sort((one, other) => other.objective - one.objective)
  const tops: Ascent[] = []
  for (const ascent of first) {
    const isSettled = tops.length >= Math.max(5, Math.ceil(run / 3)) && countAtBest(tops) >= 2
    if (!isSettled) tops.push(accelerate(em, ascent.parameters, exactStop))
  }
  tops.sort((one, other) => other.objective - one.objective)
  return describe(em, tops, run)
}

/** EM for the items, a Newton step for the coefficients, which stand behind the other parameters. */
class CovariateModel extends ExpectationMaximisation {
  readonly design: Design
  /** Where the coefficients begin. */
  readonly offset: number
  private readonly chances: CellShares

  constructor(
    observations: Observations,
    { design, classes, prior }: { design: Design; classes: number; prior: number },
  ) {
    const chances = {
      cellOf: observations.cellOf!,
      shares: new Float64Array(design.rows * classes),
      sums: new Float64Array(design.rows * classes),
    }
    super(observations, { classes, prior, cells: chances, furtherParameters: (classes - 1) * design.width })
    this.design = design
    this.chances = chances
    this.offset = this.layout.length - (classes - 1) * design.width
  }

  start(seed: number): Float64Array {
    const parameters = new Float64Array(this.layout.length)
    parameters.set(startingValues(this.observations, this.classes, randomFrom(seed)))
    return parameters
  }

  override step(parameters: Float64Array, next: Float64Array): number {
    const coefficients = this.readChances(parameters)
    const objective = super.step(parameters, next)
    next.set(improveCoefficients(this.design, this.chances.sums, coefficients, this.classes), this.offset)
    return objective
  }

  override posteriors(parameters: Float64Array): Float64Array {
    this.readChances(parameters)
    return super.posteriors(parameters)
  }

  /** cells × classes. */
  get cellChances(): Float64Array {
    return this.chances.shares
  }

  private readChances(parameters: Float64Array): Float64Array<ArrayBuffer> {
    const coefficients = parameters.slice(this.offset)
    membershipShares(this.design, coefficients, this.classes, this.chances.shares)
    return coefficients
  }
}

function describe(em: CovariateModel, tops: Ascent[], run: number): CovariateFit {
  const { observations, classes, design, offset } = em
  const best = tops[0]!
  const own = layoutOf(observations.items, classes)
  const order = canonicalOrder(own, best.parameters.subarray(0, offset))
  const parameters = new Float64Array(em.layout.length)
  parameters.set(reorderClasses(own, best.parameters.subarray(0, offset), order))
  parameters.set(reorderedCoefficients(best.parameters.subarray(offset), { width: design.width, order }), offset)
  const posteriors = em.posteriors(parameters)
  const { logLikelihood } = em
  const free = freeParameters(observations.items, classes) + (classes - 1) * (design.width - 1)
  const atBest = countAtBest(tops)
  return {
    classes,
    logLikelihood,
    parameters: free,
    ...informationCriteria({
      logLikelihood,
      parameters: free,
      size: observations.fitted,
      entropy: entropyOf(posteriors, observations, classes),
      classes,
    }),
    estimates: parameters.slice(0, offset),
    shares: Array.from(parameters.subarray(0, classes)),
    coefficients: inRows(parameters.subarray(offset), design.width),
    errors: inRows(coefficientErrors(em, parameters, posteriors), design.width),
    posteriors,
    observations,
    isConverged: best.isConverged,
    starts: {
      run,
      atBest,
      replicated: classes === 1 || atBest >= 2,
      logLikelihoods: tops.map((top) => top.logLikelihood),
    },
  }
}

/** Roots of the diagonal of A⁻¹ B A⁻¹, where A and B are the weighted and twice weighted outer products of all scores. */
function coefficientErrors(em: CovariateModel, parameters: Float64Array, posteriors: Float64Array): Float64Array {
  const { observations, classes, design, offset } = em
  const { cellOf, patterns } = observations
  const chances = em.cellChances
  const columns: Float64Array[] = []
  for (let index = 1; index < classes; index++) {
    for (let column = 0; column < design.width; column++) {
      columns.push(
        Float64Array.from({ length: patterns }, (_, pattern) => {
          const cell = cellOf![pattern]!
          const surplus = posteriors[pattern * classes + index]! - chances[cell * classes + index]!
          return design.values[cell * design.width + column]! * surplus
        }),
      )
    }
  }
  const items = scoresOf(observations, { classes, estimates: parameters.subarray(0, offset) }, posteriors)
  for (const score of items) if (score.about.kind !== 'share') columns.push(score.values)
  const covariance = scatterOf(columns, observations)
  const count = (classes - 1) * design.width
  if (!covariance) return new Float64Array(count).fill(Number.NaN)
  return Float64Array.from({ length: count }, (_, at) => Math.sqrt(covariance[at * columns.length + at]!))
}

/** Coefficients with class `order[i]` moved to place i, against the class that is first then. */
function reorderedCoefficients(
  coefficients: Float64Array,
  { width, order }: { width: number; order: number[] },
): Float64Array {
  const of = (index: number, column: number) => (index === 0 ? 0 : coefficients[(index - 1) * width + column]!)
  return Float64Array.from({ length: coefficients.length }, (_, at) => {
    const place = 1 + Math.floor(at / width)
    return of(order[place]!, at % width) - of(order[0]!, at % width)
  })
}

/** One cell for each distinct combination of covariates, −1 where one is missing. */
function cellsOf(covariates: Covariate[], size: number): { cells: Int32Array; design: Design } {
  const cells = new Int32Array(size).fill(-1)
  const numbers = new Map<string, number>()
  const example: number[] = []
  for (let person = 0; person < size; person++) {
    const values = covariates.map((covariate) => covariate.values[person]!)
    if (values.some(Number.isNaN)) continue
    const key = values.join(' ')
    let cell = numbers.get(key)
    if (cell === undefined) {
      cell = numbers.size
      numbers.set(key, cell)
      example.push(person)
    }
    cells[person] = cell
  }
  const design = designOf(
    covariates.map((covariate) => example.map((person) => covariate.values[person]!)),
    example.length,
  )
  return { cells, design }
}

function countAtBest(tops: Ascent[]): number {
  const best = Math.max(...tops.map((top) => top.objective))
  return tops.filter((top) => best - top.objective < SAME_MAXIMUM).length
}

function inRows(values: Float64Array, width: number): number[][] {
  return Array.from({ length: values.length / width }, (_, row) =>
    Array.from(values.subarray(row * width, (row + 1) * width)),
  )
}
