import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runLca } from '../../server/command-line/lca.ts'
import type { Results } from './results.ts'

/** A published or recomputed figure of the reference folder, `lca/expected.json`. */
export interface ExpectedModel {
  name: string
  file: string
  items?: string[]
  classes: number
  missing?: string
  weighted?: boolean | null
  covariate?: string
  note?: string
  identified?: boolean
  npar: number
  logLik: number
  shares?: number[]
  entropyR2?: number | null
}

const TOLERANCE = 1e-3
/** Kind by the first letter of a column in the mixed sets: nominal, Likert, binary, count, continuous. */
const kinds: Record<string, string> = { N: '--nominal', L: '--nominal', B: '--binary', C: '--count', X: '--continuous' }

/** Every figure of the reference folder. */
export function expectedModels(folder: string): ExpectedModel[] {
  return JSON.parse(readFileSync(join(folder, 'lca/expected.json'), 'utf8')) as ExpectedModel[]
}

/** Every identified model of the shared reference figures, by maximum likelihood. */
export async function runModels(results: Results, folder: string): Promise<void> {
  for (const model of expectedModels(folder)) {
    if (!model.items || /bound/.test(model.note ?? '') || results.has('models', model.name)) continue
    const fit = await fitAsAsked(model, join(folder, 'lca'))
    const off = Math.abs(fit.logLikelihood - model.logLik)
    const shareOff =
      model.identified === false || !model.shares
        ? null
        : Math.max(...model.shares.map((share, index) => Math.abs(share - fit.shares[index]!)))
    results.add({
      part: 'models',
      name: model.name,
      seed: 2,
      passed: off < TOLERANCE && fit.parameters === model.npar && (shareOff ?? 0) < TOLERANCE,
      figures: {
        classes: model.classes,
        expected: model.logLik,
        found: Number(fit.logLikelihood.toFixed(4)),
        'shares off': shareOff === null ? null : Number(shareOff.toFixed(5)),
        identified: fit.starts.identified,
      },
    })
  }
}

/** The model fitted as its figure was: by maximum likelihood, its columns read as their kinds, forty starts. */
export async function fitAsAsked(model: ExpectedModel, cwd: string) {
  const items = model.items!
  const columns = model.file.startsWith('mixed3')
    ? items.flatMap((item) => [kinds[item[0]!]!, item])
    : [model.file === 'iris.csv' ? '--continuous' : '--nominal', items.join(',')]
  const argv = [model.file, ...columns, '--classes', String(model.classes), '--starts', '40', '--seed', '2']
  argv.push('--missing', model.missing ?? 'fiml', ...(model.weighted ? ['--weights', 'weight'] : []))
  if (model.covariate) argv.push('--covariates', model.covariate)
  const result = (await runLca(argv, { cwd, log: () => {}, workers: 1 })) as {
    models: {
      logLikelihood: number
      parameters: number
      shares: number[]
      entropyR2: number | null
      starts: { identified: boolean }
    }[]
  }
  return result.models[0]!
}
