import { fitLatentClasses, type LatentClassFit } from '../statistics/latent-class/fit.ts'
import { observe, type Observations } from '../statistics/latent-class/observations.ts'
import { profileOf } from '../statistics/latent-class/profile.ts'
import type { Indicator, IndicatorData } from '../statistics/indicator.ts'
import { BadInput, type CommandContext, pathFrom, readFlags, wholeNumber } from './command.ts'
import { readCsvColumns } from './csv-columns.ts'

const kinds = ['nominal', 'ordinal', 'binary', 'count', 'continuous'] as const
type IndicatorKind = (typeof kinds)[number]

/** A nominal column with more values than this is a number or a text, not an answer. */
const MOST_CATEGORIES = 60

/**
 * `lca FILE.csv`: latent class models of the named columns, one for each number of classes asked for.
 * Contract: README, “Latent classes on the command line”.
 */
export async function runLca(argv: string[], context: CommandContext): Promise<object> {
  const { values, positionals } = readFlags(argv, {
    nominal: { type: 'string', multiple: true },
    ordinal: { type: 'string', multiple: true },
    binary: { type: 'string', multiple: true },
    count: { type: 'string', multiple: true },
    continuous: { type: 'string', multiple: true },
    indicators: { type: 'string', multiple: true },
    classes: { type: 'string' },
    prior: { type: 'string' },
    missing: { type: 'string' },
    weights: { type: 'string' },
    starts: { type: 'string' },
    seed: { type: 'string' },
  })
  const flags = values as Record<string, string | string[] | undefined>
  if (positionals.length !== 1) throw new BadInput('Say which one CSV file: lca FILE.csv --indicators a,b,c.')
  const columns = askedColumns(flags)
  const missing = (flags.missing as string | undefined) ?? 'fiml'
  if (missing !== 'fiml' && missing !== 'listwise') {
    throw new BadInput(`--missing takes “fiml” or “listwise”, not “${missing}”.`)
  }
  const { from, to } = classRange((flags.classes as string | undefined) ?? '1-6')
  const prior = priorStrength(flags.prior as string | undefined)
  const starts = wholeNumber('starts', flags.starts as string | undefined, 20, 1)
  const seed = wholeNumber('seed', flags.seed as string | undefined, 1)

  const weightColumn = flags.weights as string | undefined
  const names = [...columns.keys()]
  const table = await readCsvColumns(
    pathFrom(context, positionals[0]!),
    weightColumn ? [...names, weightColumn] : names,
  )
  const rows = missing === 'listwise' ? table.rows.filter((row) => names.every((_, at) => row[at] !== '')) : table.rows
  if (rows.length === 0)
    throw new BadInput('No row has an answer in every named column; --missing fiml keeps the others.')
  const data: IndicatorData = {
    indicators: names.map((name, at) =>
      indicatorOf(
        name,
        columns.get(name)!,
        rows.map((row) => row[at]!),
      ),
    ),
    size: rows.length,
    ...(weightColumn
      ? {
          weights: weightsOf(
            weightColumn,
            rows.map((row) => row[names.length]!),
          ),
        }
      : {}),
  }
  const observations = observe(data)
  if (observations.fitted === 0) throw new BadInput('No row has an answer in any named column.')

  const models: object[] = []
  for (let classes = from; classes <= to; classes++) {
    context.log(
      `${classes} ${classes === 1 ? 'class' : 'classes'}: ${observations.fitted} people, ${observations.patterns} patterns`,
    )
    models.push(modelView(fitLatentClasses(observations, { classes, starts, seed, prior }), observations))
  }
  return { read: table.rows.length, fitted: observations.fitted, models }
}

function modelView(fit: LatentClassFit, observations: Observations): object {
  return {
    k: fit.classes,
    logLikelihood: fit.logLikelihood,
    parameters: fit.parameters,
    bic: fit.bic,
    aic: fit.aic,
    abic: fit.abic,
    aic3: fit.aic3,
    caic: fit.caic,
    icl: fit.icl,
    entropyR2: fit.entropyR2,
    shares: fit.shares,
    items: Object.fromEntries(profileOf(observations, fit).map(({ name, ...parameters }) => [name, parameters])),
    starts: fit.starts,
    converged: fit.isConverged,
  }
}

function askedColumns(flags: Record<string, string | string[] | undefined>): Map<string, IndicatorKind> {
  const columns = new Map<string, IndicatorKind>()
  for (const flag of [...kinds, 'indicators'] as const) {
    const kind: IndicatorKind = flag === 'indicators' ? 'nominal' : flag
    for (const list of [flags[flag] ?? []].flat()) {
      for (const name of list.split(',').map((part) => part.trim())) {
        if (name === '') continue
        if (columns.has(name)) throw new BadInput(`Column “${name}” is named twice.`)
        columns.set(name, kind)
      }
    }
  }
  if (columns.size === 0) throw new BadInput('Name the columns to build classes from, for example --indicators a,b,c.')
  return columns
}

function classRange(typed: string): { from: number; to: number } {
  const match = /^(\d+)(?:-(\d+))?$/.exec(typed)
  const from = Number(match?.[1])
  const to = Number(match?.[2] ?? match?.[1])
  if (!match || from < 1 || to < from || to > 30) {
    throw new BadInput(`--classes takes a number or a range such as 1-6, at most 30, not “${typed}”.`)
  }
  return { from, to }
}

function priorStrength(typed: string | undefined): number {
  const prior = typed === undefined ? 0 : Number(typed)
  if (!Number.isFinite(prior) || prior < 0) throw new BadInput(`--prior takes a number of at least 0, not “${typed}”.`)
  return prior
}

function indicatorOf(name: string, kind: IndicatorKind, cells: string[]): Indicator {
  if (kind === 'count' || kind === 'continuous') {
    const values = Float64Array.from(cells, (cell) => (cell === '' ? Number.NaN : Number(cell)))
    cells.forEach((cell, at) => {
      const value = values[at]!
      if (cell === '') return
      if (!Number.isFinite(value)) throw new BadInput(`Column “${name}” is not all numbers: see data row ${at + 1}.`)
      if (kind === 'count' && (value < 0 || !Number.isInteger(value))) {
        throw new BadInput(`Column “${name}” is not all counts (0, 1, 2, …): see data row ${at + 1}.`)
      }
    })
    return { name, kind, values }
  }
  const categories = sortedCategories(cells)
  if (categories.length > MOST_CATEGORIES) {
    throw new BadInput(
      `Column “${name}” has ${categories.length} different values; a ${kind} column may have ${MOST_CATEGORIES}.`,
    )
  }
  if (kind === 'binary' && categories.length > 2) {
    throw new BadInput(`Column “${name}” has ${categories.length} different values; a binary column has 2.`)
  }
  if (categories.length === 0) throw new BadInput(`Column “${name}” is empty.`)
  const place = new Map(categories.map((category, index) => [category, index]))
  return { name, kind, categories, values: Int16Array.from(cells, (cell) => place.get(cell) ?? -1) }
}

/** Observed values in numeric order when all are numbers, else by code points. */
function sortedCategories(cells: string[]): string[] {
  const categories = [...new Set(cells)].filter((cell) => cell !== '')
  const isNumeric = categories.every((category) => Number.isFinite(Number(category)))
  return categories.sort((one, other) => {
    if (isNumeric && Number(one) !== Number(other)) return Number(one) - Number(other)
    return one < other ? -1 : one > other ? 1 : 0
  })
}

function weightsOf(name: string, cells: string[]): Float64Array {
  return Float64Array.from(cells, (cell, at) => {
    const weight = Number(cell)
    if (cell === '' || !Number.isFinite(weight) || weight < 0) {
      throw new BadInput(`Weight column “${name}” needs a number of at least 0 in every row: see data row ${at + 1}.`)
    }
    return weight
  })
}
