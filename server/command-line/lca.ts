import { spread } from '../statistics/class-description.ts'
import { describeByClass } from '../statistics/describing.ts'
import type { Indicator, IndicatorData } from '../statistics/indicator.ts'
import { type Covariate, fitWithCovariates } from '../statistics/latent-class/covariates.ts'
import { dispersionOf, OVERDISPERSED } from '../statistics/latent-class/dispersion.ts'
import { fitLatentClasses, type LatentClassFit, patternPosteriors } from '../statistics/latent-class/fit.ts'
import { effectiveSize, observe, type Observations } from '../statistics/latent-class/observations.ts'
import { profileOf } from '../statistics/latent-class/profile.ts'
import { standardErrors } from '../statistics/latent-class/standard-errors.ts'
import { BadInput, type CommandContext, pathFrom, readFlags, wholeNumber } from './command.ts'
import { readCsvColumns } from './csv-columns.ts'
import { askedColumns, indicatorOf, namesIn, numbersOf, weightsOf } from './lca-columns.ts'

/**
 * `lca FILE.csv`: latent class models of the named columns, one for each number of classes asked for.
 * Contract: README, “Command line”.
 */
export async function runLca(argv: string[], context: CommandContext): Promise<object> {
  const { values, positionals } = readFlags(argv, {
    nominal: { type: 'string', multiple: true },
    ordinal: { type: 'string', multiple: true },
    adjacent: { type: 'string', multiple: true },
    binary: { type: 'string', multiple: true },
    count: { type: 'string', multiple: true },
    continuous: { type: 'string', multiple: true },
    indicators: { type: 'string', multiple: true },
    covariates: { type: 'string', multiple: true },
    'describe-shares': { type: 'string', multiple: true },
    'describe-means': { type: 'string', multiple: true },
    errors: { type: 'boolean' },
    classes: { type: 'string' },
    prior: { type: 'string' },
    missing: { type: 'string' },
    weights: { type: 'string' },
    starts: { type: 'string' },
    seed: { type: 'string' },
  })
  const flags = values as Record<string, string | string[] | undefined>
  if (positionals.length !== 1) throw new BadInput('Say which one CSV file: lca FILE.csv --indicators a,b,c.')
  const table = await readTable(pathFrom(context, positionals[0]!), flags)
  const observations = observe(table.data)
  if (observations.fitted === 0) throw new BadInput('No row has an answer in any named column.')

  const { from, to } = classRange((flags.classes as string | undefined) ?? '1-6')
  const prior = priorStrength(flags.prior as string | undefined)
  const starts = wholeNumber('starts', flags.starts as string | undefined, 20, 1)
  const seed = wholeNumber('seed', flags.seed as string | undefined, 1)
  const models: object[] = []
  let fitted = observations.fitted
  for (let classes = from; classes <= to; classes++) {
    context.log(
      `${classes} ${classes === 1 ? 'class' : 'classes'}: ${observations.fitted} people, ${observations.patterns} patterns`,
    )
    if (table.covariates.length > 0) {
      const fit = fitWithCovariates(table.data, table.covariates, { classes, starts, seed, prior })
      fitted = fit.observations.fitted
      models.push({
        ...modelView(fit, fit.observations),
        covariates: covariatesView(fit, table.covariates),
        starts: fit.starts,
        converged: fit.isConverged,
      })
      continue
    }
    const fit = fitLatentClasses(observations, { classes, starts, seed, prior })
    models.push({
      ...modelView(fit, observations),
      ...dispersionView(fit, observations, context),
      ...(values.errors ? { errors: errorsView(fit, observations) } : {}),
      ...(table.described.length > 0 ? { described: describedView(fit, observations, table) } : {}),
      starts: fit.starts,
      converged: fit.isConverged,
    })
  }
  return {
    read: table.read,
    fitted,
    ...(table.data.weights ? { effective: effectiveSize(observations) } : {}),
    models,
  }
}

/** Counts that vary more within classes than a Poisson model allows make it find classes of spread: said beside the model. */
function dispersionView(fit: LatentClassFit, observations: Observations, context: CommandContext): object {
  const { classes } = fit
  const posteriors = patternPosteriors(observations, fit)
  const ratios = observations.items.flatMap((item, place): [string, number][] =>
    item.kind === 'count' ? [[item.name, dispersionOf(observations, posteriors, { classes, place })]] : [],
  )
  for (const [name, ratio] of ratios) {
    if (ratio < OVERDISPERSED) continue
    context.log(
      `${classes} ${classes === 1 ? 'class' : 'classes'}: “${name}” varies ${ratio.toFixed(1)} times as much within classes as a Poisson count; read its classes with care.`,
    )
  }
  return ratios.length > 0 ? { dispersion: Object.fromEntries(ratios) } : {}
}

interface Table {
  read: number
  data: IndicatorData
  covariates: Covariate[]
  /** Columns related to the classes afterwards. */
  described: Indicator[]
}

/** The columns that the flags name, from the rows that the treatment of missing answers keeps. */
async function readTable(path: string, flags: Record<string, string | string[] | undefined>): Promise<Table> {
  const columns = askedColumns(flags)
  const covariates = namesIn('covariates', flags.covariates)
  const shares = namesIn('describe-shares', flags['describe-shares'])
  const means = namesIn('describe-means', flags['describe-means'])
  if (covariates.length > 0 && shares.length + means.length > 0) {
    throw new BadInput('--covariates enter the model and --describe-… come afterwards: ask for one of them at a time.')
  }
  for (const name of [...covariates, ...shares, ...means]) {
    if (columns.has(name)) throw new BadInput(`Column “${name}” builds the classes, so it cannot describe them too.`)
  }
  const missing = (flags.missing as string | undefined) ?? 'fiml'
  if (missing !== 'fiml' && missing !== 'listwise') {
    throw new BadInput(`--missing takes “fiml” or “listwise”, not “${missing}”.`)
  }
  const weight = flags.weights as string | undefined
  const names = [...columns.keys()]
  const wanted = [...new Set([...names, ...covariates, ...shares, ...means, ...(weight ? [weight] : [])])]
  const read = await readCsvColumns(path, wanted)
  const rows = missing === 'listwise' ? read.rows.filter((row) => names.every((_, at) => row[at] !== '')) : read.rows
  if (rows.length === 0)
    throw new BadInput('No row has an answer in every named column; --missing fiml keeps the others.')
  const cells = (name: string) => rows.map((row) => row[wanted.indexOf(name)]!)
  return {
    read: read.rows.length,
    data: {
      indicators: names.map((name) => indicatorOf(name, columns.get(name)!, cells(name))),
      size: rows.length,
      ...(weight ? { weights: weightsOf(weight, cells(weight)) } : {}),
    },
    covariates: covariates.map((name) => ({ name, values: numbersOf(name, cells(name)) })),
    described: [
      ...shares.map((name) => indicatorOf(name, 'nominal', cells(name))),
      ...means.map((name) => indicatorOf(name, 'continuous', cells(name))),
    ],
  }
}

type Figures = Omit<LatentClassFit, 'starts' | 'steps' | 'isConverged'>

function modelView(fit: Figures, observations: Observations): object {
  return {
    k: fit.classes,
    logLikelihood: fit.logLikelihood,
    parameters: fit.parameters,
    bic: fit.bic,
    // With weights, BIC on the effective number of people as well.
    ...(isWeighted(observations)
      ? { bicEffective: -2 * fit.logLikelihood + fit.parameters * Math.log(effectiveSize(observations)) }
      : {}),
    aic: fit.aic,
    abic: fit.abic,
    aic3: fit.aic3,
    caic: fit.caic,
    icl: fit.icl,
    entropyR2: fit.entropyR2,
    shares: fit.shares,
    items: Object.fromEntries(profileOf(observations, fit).map(({ name, ...parameters }) => [name, parameters])),
  }
}

function isWeighted(observations: Observations): boolean {
  return effectiveSize(observations) < observations.fitted * (1 - 1e-12)
}

/** Logits of each further class against the first, the largest. */
function covariatesView(fit: { coefficients: number[][]; errors: number[][] }, covariates: Covariate[]): object[] {
  return fit.coefficients.map(([intercept, ...slopes], at) => ({
    class: at + 2,
    against: 1,
    intercept,
    interceptError: fit.errors[at]![0],
    slopes: Object.fromEntries(covariates.map(({ name }, place) => [name, slopes[place]])),
    slopeErrors: Object.fromEntries(covariates.map(({ name }, place) => [name, fit.errors[at]![place + 1]])),
  }))
}

/** Standard errors in the shape of the estimates; null on the boundary, or altogether when the model is not identified. */
function errorsView(fit: LatentClassFit, observations: Observations): object | null {
  const errors = standardErrors(observations, fit)
  if (!errors) return null
  const orNull = (value: number) => (Number.isNaN(value) ? null : value)
  return {
    shares: errors.shares,
    items: Object.fromEntries(
      observations.items.map(({ name }, place) => {
        const own = errors.items[place]!
        const rows = own.length / fit.classes
        const ofClass = (index: number) =>
          Array.from({ length: rows }, (_, row) => orNull(own[row * fit.classes + index]!))
        return [name, Array.from({ length: fit.classes }, (_, index) => ofClass(index))]
      }),
    ),
  }
}

/** Differences of each class from everyone else on other columns, freed of the errors of classification. */
function describedView(fit: LatentClassFit, observations: Observations, { data, described }: Table): object[] {
  const posteriors = spread(patternPosteriors(observations, fit), observations, fit.classes)
  const people = { posteriors, classes: fit.classes, ...(data.weights ? { weights: observations.weightOf } : {}) }
  return describeByClass(described, people).map((difference) => ({
    variable: difference.variable,
    ...(difference.category === undefined ? {} : { category: difference.category }),
    class: difference.index + 1,
    these: difference.these,
    low: difference.low,
    high: difference.high,
    rest: difference.rest,
    difference: difference.difference,
    base: difference.countThese,
    p: difference.p,
    q: difference.q,
  }))
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
