import { join } from 'node:path'
import { expect, test } from 'vitest'
import { expectedModels, fitAsAsked } from '../../../bench/truth/models.ts'

test('every reference model of the shared sets is reached within a thousandth', { timeout: 240_000 }, async () => {
  const folder = process.env.VERBATIM_REFERENCE
  if (!folder) {
    console.log('not run: VERBATIM_REFERENCE is not set, so the larger reference models were not fitted')
    return
  }
  const models = expectedModels(folder).filter(
    (model) => !model.covariate && model.items && !/bound/.test(model.note ?? ''),
  )
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
