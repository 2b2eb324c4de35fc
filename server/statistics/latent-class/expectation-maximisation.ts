import { fillCombinations, itemGroupsOf, type ItemGroup, type ItemGroups, shareOutSums } from './item-groups.ts'
import { accumulateItems, blocksOf, multiplyItems, type Tile } from './kernels.ts'
import {
  CATEGORY_FLOOR_POWER,
  fillDensities,
  logPriorOfItems,
  maximiseItems,
  NUMBER_FLOOR_POWER,
} from './indicator-models.ts'
import { totalsByValue, type Observations, type ObservedItem } from './observations.ts'
import { layoutOf, type ParameterLayout } from './parameters.ts'
import { SimdPatterns } from './simd-pass.ts'
import { LARGEST_POWER, sumOfLogarithms } from './sum-of-logarithms.ts'

/** Item products are checked for underflow whenever the floors multiplied so far could leave the range of a double. */
const POWER_BUDGET = 270
const PATTERNS_IN_A_TILE = 128

/** Class shares that differ between people: each pattern has a cell, and each cell shares of its own. */
export interface CellShares {
  /** One per pattern. */
  cellOf: Int32Array
  /** cells × classes: what a step reads, and the expected people of each class it finds. */
  shares: Float64Array
  sums: Float64Array
}

/**
 * One EM step of a latent class model with local independence over nominal, count (Poisson) and continuous (Gaussian,
 * variances free in each class) items; missing answers leave the product.
 *
 * `prior` adds pseudo-people: prior / classes to each share; prior / classes to each class and item, spread as the item's
 * margin over everyone (for a variance: with the variance over everyone). 0 is plain maximum likelihood.
 * Source: Dempster, Laird & Rubin (1977), JRSS B 39, 1–38; the priors: Galindo-Garre & Vermunt (2006), Behaviormetrika 33, 43–59.
 */
export class ExpectationMaximisation {
  readonly layout: ParameterLayout
  readonly observations: Observations
  readonly classes: number
  readonly prior: number
  /** Log-likelihood of the parameters last given to `step` or `posteriors`. */
  logLikelihood = Number.NaN
  /** Calls of `step` so far. */
  steps = 0

  private readonly weights: Float64Array
  private readonly cells: CellShares | undefined
  private readonly assembled: SimdPatterns | null
  private readonly hasUnitWeights: boolean
  private readonly hasWholeWeights: boolean
  private readonly weightOfValue: Float64Array
  private readonly groups: ItemGroups
  /** Relative densities and expected counts of single values, and of the combinations of each group. */
  private readonly table: Float64Array
  private readonly sums: Float64Array
  private readonly groupTable: Float64Array
  private readonly groupSums: Float64Array
  private readonly blocks: number[]
  private readonly chunks: { from: number; to: number }[]
  private readonly tile: Tile
  private readonly shareSums: Float64Array
  private numericConstant = 0

  constructor(
    observations: Observations,
    {
      classes,
      prior = 0,
      weights = observations.weights,
      cells,
      furtherParameters = 0,
      isPlain = cells !== undefined,
    }: {
      classes: number
      prior?: number
      weights?: Float64Array
      cells?: CellShares
      /** Entries behind the model's own in the arrays of parameters, for what determines the cells' shares. */
      furtherParameters?: number
      /** Whether the steps are taken in JavaScript alone, without the assembled pass. */
      isPlain?: boolean
    },
  ) {
    this.observations = observations
    this.classes = classes
    this.prior = prior
    this.weights = weights
    const layout = layoutOf(observations.items, classes)
    this.layout = { ...layout, length: layout.length + furtherParameters }
    this.cells = cells
    this.hasUnitWeights = weights.every((weight) => weight === 1)
    this.hasWholeWeights = weights.every((weight) => Number.isInteger(weight) && weight <= LARGEST_POWER)
    this.weightOfValue = totalsByValue(observations, weights)
    // One row more than there are values: missing answers multiply by one, and their sums are thrown away.
    this.table = new Float64Array((observations.valueRows + 1) * classes).fill(1)
    this.sums = new Float64Array((observations.valueRows + 1) * classes)
    this.groups = itemGroupsOf(observations)
    this.groupTable = new Float64Array(this.groups.size * classes)
    this.groupSums = new Float64Array(this.groups.size * classes)
    this.assembled = isPlain ? null : SimdPatterns.of(this.groups, { classes, weights })
    this.blocks = blocksOf(classes)
    this.chunks = chunksOf(observations.items, this.groups.groups)
    this.shareSums = new Float64Array(classes)
    this.tile = {
      rows: this.groups.rows,
      width: this.groups.groups.length,
      first: 0,
      end: 0,
      classes,
      buffer: new Float64Array(PATTERNS_IN_A_TILE * classes),
    }
  }

  /**
   * Writes the next parameters and returns the objective of the given ones: the log-likelihood, plus the log prior when
   * there is one. `next` may not be the same array as `parameters`.
   */
  step(parameters: Float64Array, next: Float64Array): number {
    this.steps++
    this.sums.fill(0)
    if (!this.passAssembled(parameters)) this.passPlain(parameters)
    this.maximise(parameters, next)
    return this.logLikelihood + this.logPrior(parameters)
  }

  /** Posterior class probabilities per pattern (patterns × classes, row-major); sets `logLikelihood`. */
  posteriors(parameters: Float64Array): Float64Array {
    const { classes, weights } = this
    const all = new Float64Array(this.observations.patterns * classes)
    this.shareSums.fill(0)
    this.expect(
      parameters,
      ({ buffer, first, end }) => {
        for (let pattern = first; pattern < end; pattern++) {
          const weight = weights[pattern]! || 1
          for (let at = 0; at < classes; at++) {
            all[pattern * classes + at] = buffer[(pattern - first) * classes + at]! / weight
          }
        }
      },
      true,
    )
    return all
  }

  /** Weighted expected counts of the values, valueRows × classes, from the last step. */
  get expectedCounts(): Float64Array {
    return this.sums
  }

  private passPlain(parameters: Float64Array): void {
    this.groupSums.fill(0)
    this.shareSums.fill(0)
    this.cells?.sums.fill(0)
    this.expect(parameters, (tile) => accumulateItems(tile, this.groupSums, this.blocks))
    shareOutSums(this.groups, this.groupSums, this.sums, { classes: this.classes })
  }

  /** The same by the assembled pass; false, and nothing done, where there is none or a density leaves the range of doubles. */
  private passAssembled(parameters: Float64Array): boolean {
    const { assembled, groups, classes } = this
    if (!assembled) return false
    this.numericConstant = this.fillTable(parameters)
    const { densities, sums, shareSums } = assembled.run(parameters.subarray(0, classes), (table) =>
      fillCombinations(groups, this.table, table, { classes, stride: assembled.stride }),
    )
    const logLikelihood = sumOfLogarithms(densities, this.weights, this.hasWholeWeights)
    if (Number.isNaN(logLikelihood)) return false
    this.logLikelihood = this.numericConstant + logLikelihood
    this.shareSums.set(shareSums)
    shareOutSums(groups, sums, this.sums, { classes, stride: assembled.stride })
    return true
  }

  private fillTable(parameters: Float64Array): number {
    return fillDensities(this.layout, { parameters, table: this.table, weightOfValue: this.weightOfValue })
  }

  private expect(parameters: Float64Array, use: (tile: Tile) => void, keepEmpty = false): void {
    const { classes, tile, groupTable, blocks, chunks, weights } = this
    const { buffer } = tile
    const { patterns } = this.observations
    this.numericConstant = this.fillTable(parameters)
    fillCombinations(this.groups, this.table, groupTable, { classes })
    let logLikelihood = this.numericConstant
    for (let first = 0; first < patterns; first += PATTERNS_IN_A_TILE) {
      tile.first = first
      tile.end = Math.min(patterns, first + PATTERNS_IN_A_TILE)
      const entries = (tile.end - first) * classes
      if (this.cells) this.readCells(this.cells)
      else {
        for (let at = 0; at < entries; at += classes) {
          for (let index = 0; index < classes; index++) buffer[at + index] = parameters[index]!
        }
      }
      chunks.forEach(({ from, to }, index) => {
        multiplyItems(tile, groupTable, from, to, blocks)
        if (index < chunks.length - 1) logLikelihood += rescue(tile, weights)
      })
      logLikelihood += this.normalise(tile, keepEmpty)
      if (this.cells) this.countCells(this.cells)
      use(tile)
    }
    this.logLikelihood = logLikelihood
  }

  private readCells({ cellOf, shares }: CellShares): void {
    const { classes, tile } = this
    for (let pattern = tile.first, at = 0; pattern < tile.end; pattern++) {
      const cell = cellOf[pattern]! * classes
      for (let index = 0; index < classes; index++, at++) tile.buffer[at] = shares[cell + index]!
    }
  }

  private countCells({ cellOf, sums }: CellShares): void {
    const { classes, tile } = this
    for (let pattern = tile.first, at = 0; pattern < tile.end; pattern++) {
      const cell = cellOf[pattern]! * classes
      for (let index = 0; index < classes; index++, at++) sums[cell + index]! += tile.buffer[at]!
    }
  }

  /** Turns joint densities into weighted posteriors, adds them to the share sums and returns the tile's log-likelihood. */
  private normalise(tile: Tile, keepEmpty: boolean): number {
    const { classes, weights, shareSums, hasUnitWeights } = this
    const { buffer, first, end } = tile
    let logLikelihood = 0
    let product = 1
    for (let pattern = first, at = 0; pattern < end; pattern++, at += classes) {
      let sum = 0
      for (let index = 0; index < classes; index++) sum += buffer[at + index]!
      const weight = weights[pattern]!
      // Logarithms are slow: with weights of one, sums are multiplied until the product becomes small.
      if (hasUnitWeights && sum > 1e-100) {
        product *= sum
        if (product < 1e-180) {
          logLikelihood += Math.log(product)
          product = 1
        }
      } else logLikelihood += weight * Math.log(sum)
      const scale = (keepEmpty && weight === 0 ? 1 : weight) / sum
      for (let index = 0; index < classes; index++) {
        const posterior = buffer[at + index]! * scale
        buffer[at + index] = posterior
        shareSums[index]! += posterior
      }
    }
    return logLikelihood + Math.log(product)
  }

  private maximise(parameters: Float64Array, next: Float64Array): void {
    const { classes, shareSums, prior, layout, sums } = this
    // Shares that follow from covariates have no prior of their own.
    const pseudo = this.cells ? 0 : prior / classes
    let total = 0
    for (let index = 0; index < classes; index++) total += shareSums[index]! + pseudo
    for (let index = 0; index < classes; index++) next[index] = (shareSums[index]! + pseudo) / total
    maximiseItems(layout, { sums, parameters, next, prior })
  }

  private logPrior(parameters: Float64Array): number {
    const { classes, layout, prior } = this
    if (prior === 0) return 0
    let total = logPriorOfItems(layout, parameters)
    if (!this.cells) {
      for (let index = 0; index < classes; index++) total += Math.log(Math.max(parameters[index]!, 1e-300))
    }
    return (prior / classes) * total
  }
}

/** Divides patterns whose densities became tiny by their sum, and returns the log-likelihood taken out. */
function rescue(tile: Tile, weights: Float64Array): number {
  const { buffer, classes, first, end } = tile
  let taken = 0
  for (let pattern = first, at = 0; pattern < end; pattern++, at += classes) {
    let sum = 0
    for (let index = 0; index < classes; index++) sum += buffer[at + index]!
    if (sum > 1e-20) continue
    taken += weights[pattern]! * Math.log(sum)
    for (let index = 0; index < classes; index++) buffer[at + index] = buffer[at + index]! / sum
  }
  return taken
}

function chunksOf(items: ObservedItem[], groups: ItemGroup[]): { from: number; to: number }[] {
  const chunks: { from: number; to: number }[] = []
  let from = 0
  let power = 20
  groups.forEach((group, index) => {
    const isCategorical = items[group.from]!.kind === 'categorical'
    const cost = isCategorical ? CATEGORY_FLOOR_POWER * (group.to - group.from) : NUMBER_FLOOR_POWER
    if (power + cost > POWER_BUDGET && index > from) {
      chunks.push({ from, to: index })
      from = index
      power = 20
    }
    power += cost
  })
  chunks.push({ from, to: groups.length })
  return chunks
}
