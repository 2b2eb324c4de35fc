import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { IndicatorData } from '../../server/statistics/indicator.ts'
import { bench } from './planted-answers.ts'

export interface PeerFit {
  seconds: number
  logLikelihood: number
}

/** Whether this machine has R with the package poLCA. */
export function hasPolca(): boolean {
  const asked = spawnSync('Rscript', ['-e', 'library(poLCA)'], { encoding: 'utf8' })
  return asked.status === 0
}

/** The same answers fitted by poLCA from as many starts, stopping at a gain of 1e-6; null when it fails or takes over five minutes. */
export function fitWithPolca(data: IndicatorData): PeerFit | null {
  const folder = mkdtempSync(join(tmpdir(), 'verbatim-polca-'))
  try {
    const names = data.indicators.map(({ name }) => name)
    const rows = Array.from({ length: data.size }, (_, person) =>
      data.indicators.map(({ values }) => values[person]! + 1).join(','),
    )
    writeFileSync(join(folder, 'answers.csv'), [names.join(','), ...rows].join('\n'))
    const script = [
      'suppressMessages(library(poLCA))',
      'answers <- read.csv("answers.csv")',
      'set.seed(1)',
      'began <- proc.time()[["elapsed"]]',
      `fit <- poLCA(cbind(${names.join(', ')}) ~ 1, answers, nclass = ${bench.classes}, nrep = ${bench.starts}, tol = 1e-6, verbose = FALSE, calc.se = FALSE)`,
      'cat(proc.time()[["elapsed"]] - began, fit$llik)',
    ]
    writeFileSync(join(folder, 'fit.R'), script.join('\n'))
    const run = spawnSync('Rscript', ['fit.R'], { cwd: folder, encoding: 'utf8', timeout: 300_000 })
    const [seconds, logLikelihood] = (run.stdout ?? '').trim().split(' ').map(Number)
    return run.status === 0 && Number.isFinite(logLikelihood)
      ? { seconds: seconds!, logLikelihood: logLikelihood! }
      : null
  } finally {
    rmSync(folder, { recursive: true })
  }
}
