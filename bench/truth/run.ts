import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ANALYSIS_VERSION } from '../../server/statistics/analysis.ts'
import type { IndicatorData } from '../../server/statistics/indicator.ts'
import { runModels } from './models.ts'
import { runNulls, runSharedNulls } from './nulls.ts'
import { runPlanted } from './planted.ts'
import { Results } from './results.ts'
import { runShuffles } from './shuffles.ts'
import { failures, writeTable } from './table.ts'
import { runVectors } from './vectors.ts'

/**
 * `npm run bench:truth [-- PART… --from N --to N --family NAME]`: does the verdict tell the truth? Parts: models, nulls, planted, shuffles,
 * vectors; all when none is named. What is done already is not done again; results lie where VERBATIM_TRUTH says, and the
 * table goes into docs/truth.md.
 */
const { values, positionals } = parseArgs({
  options: { from: { type: 'string' }, to: { type: 'string' }, family: { type: 'string' } },
  allowPositionals: true,
})
const range = { from: Number(values.from ?? 0), to: Number(values.to ?? Number.POSITIVE_INFINITY) }
const wants = (part: string) => positionals.length === 0 || positionals.includes(part)
const results = new Results(ANALYSIS_VERSION)
process.stdout.write(`Results: ${results.where}\n`)
const reference = process.env.VERBATIM_REFERENCE

if (wants('vectors')) runVectors(results)
if (wants('shuffles')) runShuffles(results)
if (wants('models')) {
  if (reference) await runModels(results, reference)
  else process.stdout.write('not run: VERBATIM_REFERENCE is not set, so the reference models were not fitted\n')
}
if (wants('planted')) await runPlanted(results, range)
if (wants('nulls')) {
  await runNulls(results, { ...range, family: values.family })
  if (reference) await runSharedNulls(results, sharedNulls(reference))
}
writeTable(results)
const failed = failures(results)
for (const sentence of failed) process.stdout.write(`✗ ${sentence}\n`)
process.exit(failed.length > 0 ? 1 : 0)

function sharedNulls(folder: string): Map<string, IndicatorData> {
  return new Map(
    ['null-onefactor', 'null-independent'].map((name) => {
      const [header, ...lines] = readFileSync(join(folder, `lca/${name}.csv`), 'utf8')
        .trim()
        .split(/\r?\n/)
      const rows = lines.map((line) => line.split(','))
      const categories = ['1', '2', '3', '4', '5']
      const indicators = header!.split(',').map((column, place) => ({
        name: column,
        kind: 'ordinal' as const,
        categories,
        values: Int16Array.from(rows, (row) => categories.indexOf(row[place]!)),
      }))
      return [name, { indicators, size: rows.length }]
    }),
  )
}
