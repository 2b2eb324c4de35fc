import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runLca } from '../../../server/command-line/lca.ts'

interface ExpectedModel {
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

/** Kind by the first letter of a column in the mixed sets: nominal, Likert, binary, count, continuous. */
const kinds: Record<string, string> = { N: '--nominal', L: '--nominal', B: '--binary', C: '--count', X: '--continuous' }

test('every reference model of the shared sets is reached within a thousandth', { timeout: 240_000 }, async () => {
  const folder = process.env.VERBATIM_REFERENCE
  if (!folder) {
    console.log('not run: VERBATIM_REFERENCE is not set, so the larger reference models were not fitted')
    return
  }
  const expected = JSON.parse(readFileSync(join(folder, 'lca/expected.json'), 'utf8')) as ExpectedModel[]
  const models = expected.filter((model) => !model.covariate && model.items && !/bound/.test(model.note ?? ''))
  expect(models.length).toBeGreaterThan(30)
  for (const model of models) {
    const fit = await fitAsAsked(model, join(folder, 'lca'))
    expect(Math.abs(fit.logLikelihood - model.logLik), model.name).toBeLessThan(1e-3)
    expect(fit.parameters, model.name).toBe(model.npar)
    if (model.identified === false || !model.shares) continue
    fit.shares.forEach((share, index) => {
      expect(Math.abs(share - model.shares![index]!), model.name).toBeLessThan(1e-3)
    })
    if (model.entropyR2) expect(Math.abs(fit.entropyR2! - model.entropyR2), model.name).toBeLessThan(1e-3)
  }
})

async function fitAsAsked(model: ExpectedModel, cwd: string) {
  const items = model.items!
  const columns = model.file.startsWith('mixed3')
    ? items.flatMap((item) => [kinds[item[0]!]!, item])
    : [model.file === 'iris.csv' ? '--continuous' : '--nominal', items.join(',')]
  const argv = [model.file, ...columns, '--classes', String(model.classes), '--starts', '40', '--seed', '2']
  argv.push('--missing', model.missing ?? 'fiml', ...(model.weighted ? ['--weights', 'weight'] : []))
  const result = (await runLca(argv, { cwd, log: () => {}, workers: 1 })) as {
    models: { logLikelihood: number; parameters: number; shares: number[]; entropyR2: number | null }[]
  }
  return result.models[0]!
}
