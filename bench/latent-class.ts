import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { ExpectationMaximisation } from '../server/statistics/latent-class/expectation-maximisation.ts'
import { fitLatentClasses } from '../server/statistics/latent-class/fit.ts'
import { observe, type Observations } from '../server/statistics/latent-class/observations.ts'
import { startingValues } from '../server/statistics/latent-class/starting-values.ts'
import { randomFrom } from '../server/statistics/random.ts'
import { bench, median, plantedAnswers } from './latent-class/planted-answers.ts'
import { fitWithPolca, hasPolca } from './latent-class/polca.ts'
import { textbookStep } from './latent-class/textbook.ts'

export interface BenchRow {
  name: string
  value: number
  unit: string
  /** How many times faster than what it is compared with, in the same run. */
  ratio?: number
  against?: string
}

/** Microseconds per row and iteration of a C prototype with 8-wide AVX on 12 four-category items and five classes, not run here. */
const prototypeInC: Record<number, number> = { 10000: 0.035, 100000: 0.029 }
/** poLCA's table of distinct patterns is quadratic: with more people and four categories it does not end. */
const mostForPolca = 10_000

/** The EM step, whole fits by size beside poLCA where there is one, and the memory of the largest. */
export async function latentClassBench(): Promise<BenchRow[]> {
  return [...stepRows(), ...fitRows(), memoryRow()]
}

function stepRows(): BenchRow[] {
  const rows: BenchRow[] = []
  for (const people of [1000, 10_000, 100_000]) {
    const data = plantedAnswers(people, 4)
    const observations = observe(data)
    const assembled = step(observations, { isPlain: false })
    const plain = step(observations, { isPlain: true })
    const name = (what: string) => `EM step ${what}, ${people.toLocaleString('en')} × 12 four-category items`
    const inC = prototypeInC[people]
    rows.push({
      name: name('(assembled)'),
      value: assembled,
      unit: 'µs per row and iteration',
      ...(inC ? { ratio: inC / assembled, against: `a C prototype with AVX, ${inC} µs, not run here` } : {}),
    })
    rows.push({
      name: name('(JavaScript)'),
      value: plain,
      unit: 'µs per row and iteration',
      ...(people === 10_000 ? comparison(textbookStep(data, 4), plain, 'textbook EM on arrays of arrays') : {}),
    })
  }
  return rows
}

function fitRows(): BenchRow[] {
  const isPolcaHere = hasPolca()
  if (!isPolcaHere) process.stdout.write('  poLCA not run: there is no Rscript with the package poLCA here\n')
  const rows: BenchRow[] = []
  for (const categories of [4, 2]) {
    for (const people of [1000, 10_000, 100_000]) {
      const data = plantedAnswers(people, categories)
      const began = performance.now()
      const observations = observe(data)
      const fit = fitLatentClasses(observations, { classes: bench.classes, starts: bench.starts, seed: 1 })
      const seconds = (performance.now() - began) / 1000
      const peer = isPolcaHere && (people <= mostForPolca || categories === 2) ? fitWithPolca(data) : null
      rows.push({
        name: `fit, ${people.toLocaleString('en')} × 12 of ${categories}, ${fit.starts.run} starts, ${fit.steps} steps, ${fit.logLikelihood.toFixed(2)}`,
        value: seconds,
        unit: 'seconds',
        ...(peer ? comparison(peer.seconds, seconds, `poLCA, ${peer.logLikelihood.toFixed(2)}`) : {}),
      })
    }
  }
  return rows
}

/** Median of single steps. */
function step(observations: Observations, { isPlain }: { isPlain: boolean }): number {
  const { classes } = bench
  const em = new ExpectationMaximisation(observations, { classes, isPlain })
  let current = startingValues(observations, classes, randomFrom(2))
  let next: Float64Array<ArrayBuffer> = new Float64Array(current.length)
  const times: number[] = []
  const iterations = Math.max(30, Math.min(400, 2e6 / observations.fitted))
  for (let iteration = 0; iteration < iterations; iteration++) {
    const began = performance.now()
    em.step(current, next)
    times.push(performance.now() - began)
    ;[current, next] = [next, current as Float64Array<ArrayBuffer>]
  }
  return (median(times) * 1000) / observations.fitted
}

function memoryRow(): BenchRow {
  const script = fileURLToPath(new URL('latent-class/memory.ts', import.meta.url))
  const said = execFileSync(process.execPath, [script, '100000'], { encoding: 'utf8' })
  const memory = JSON.parse(said) as { answers: number; before: number; collapsed: number; fitted: number }
  return {
    name: `peak memory, 100,000 × 12: answers ${memory.answers.toFixed(1)} MiB, process before ${memory.before.toFixed(0)}, collapsed ${memory.collapsed.toFixed(0)}`,
    value: memory.fitted,
    unit: 'MiB',
  }
}

function comparison(theirs: number, ours: number, name: string): Pick<BenchRow, 'ratio' | 'against'> {
  return { ratio: theirs / ours, against: `${name}, ${theirs.toPrecision(3)}` }
}
