import type { IndicatorData } from '../server/statistics/indicator.ts'
import { ExpectationMaximisation } from '../server/statistics/latent-class/expectation-maximisation.ts'
import { fitLatentClasses } from '../server/statistics/latent-class/fit.ts'
import { observe } from '../server/statistics/latent-class/observations.ts'
import { startingValues } from '../server/statistics/latent-class/starting-values.ts'
import { type Random, randomFrom } from '../server/statistics/random.ts'

export interface BenchRow {
  name: string
  value: number
  unit: string
  /** How many times faster than what it is compared with, in the same run. */
  ratio?: number
  against?: string
}

const people = 10_000
const items = 12
const categories = 4
const classes = 5
const starts = 10

/** The EM step and a whole fit on 10,000 people × 12 four-category items, five classes, beside an EM as textbooks write it. */
export async function latentClassBench(): Promise<BenchRow[]> {
  const answers = plantedAnswers(randomFrom(1))
  const data: IndicatorData = {
    size: people,
    indicators: Array.from({ length: items }, (_, item) => ({
      name: `item ${item}`,
      kind: 'nominal' as const,
      categories: ['a', 'b', 'c', 'd'],
      values: Int16Array.from(answers, (row) => row[item]!),
    })),
  }
  const observations = observe(data)
  const ours = ownStep(observations, 60)
  const textbook = textbookStep(answers, 12)

  const began = performance.now()
  const fit = fitLatentClasses(observations, { classes, starts, seed: 1 })
  const wholeSeconds = (performance.now() - began) / 1000
  const textbookBegan = performance.now()
  const textbookLogLikelihood = textbookFit(answers)
  const textbookSeconds = ((performance.now() - textbookBegan) / 1000) * starts

  return [
    {
      name: 'EM step, 10,000 × 12 four-category items, 5 classes',
      value: ours,
      unit: 'µs per row and iteration',
      ratio: textbook / ours,
      against: `textbook EM on arrays of arrays, ${textbook.toFixed(2)} µs`,
    },
    {
      name: `whole fit, ${starts} starts, log-likelihood ${fit.logLikelihood.toFixed(2)}`,
      value: wholeSeconds,
      unit: 'seconds',
      ratio: textbookSeconds / wholeSeconds,
      against: `textbook EM, one start (${textbookLogLikelihood.toFixed(2)}) times ${starts}: ${textbookSeconds.toFixed(1)} s`,
    },
  ]
}

function plantedAnswers(random: Random): number[][] {
  const profiles = Array.from({ length: classes }, () =>
    Array.from({ length: items }, () => {
      const draws = Array.from({ length: categories }, () => -Math.log(1 - random.next()))
      const sum = draws.reduce((all, draw) => all + draw, 0)
      return draws.map((draw) => draw / sum)
    }),
  )
  return Array.from({ length: people }, () => {
    const profile = profiles[random.integer(classes)]!
    return profile.map((probabilities) => {
      let draw = random.next()
      for (let category = 0; category < categories - 1; category++) {
        draw -= probabilities[category]!
        if (draw < 0) return category
      }
      return categories - 1
    })
  })
}

/** Microseconds per row and iteration, median of single steps. */
function ownStep(observations: ReturnType<typeof observe>, iterations: number): number {
  const em = new ExpectationMaximisation(observations, { classes })
  let current = startingValues(observations, classes, randomFrom(2))
  let next = new Float64Array(current.length)
  const times: number[] = []
  for (let iteration = 0; iteration < iterations; iteration++) {
    const began = performance.now()
    em.step(current, next)
    times.push(performance.now() - began)
    ;[current, next] = [next, current as Float64Array<ArrayBuffer>]
  }
  return (median(times) * 1000) / people
}

interface TextbookModel {
  shares: number[]
  /** class → item → category */
  probabilities: number[][][]
}

function textbookStart(seed: number): TextbookModel {
  const random = randomFrom(seed)
  return {
    shares: Array.from({ length: classes }, () => 1 / classes),
    probabilities: Array.from({ length: classes }, () =>
      Array.from({ length: items }, () => {
        const draws = Array.from({ length: categories }, () => 0.2 + random.next())
        const sum = draws.reduce((all, draw) => all + draw, 0)
        return draws.map((draw) => draw / sum)
      }),
    ),
  }
}

/** One EM step in logarithms, row by row, as it is usually first written. */
function textbookIteration(answers: number[][], model: TextbookModel): { model: TextbookModel; logLikelihood: number } {
  const posteriors: number[][] = []
  let logLikelihood = 0
  for (const row of answers) {
    const logs = model.shares.map((share, index) =>
      row.reduce((sum, answer, item) => sum + Math.log(model.probabilities[index]![item]![answer]!), Math.log(share)),
    )
    const largest = Math.max(...logs)
    const sum = logs.reduce((all, log) => all + Math.exp(log - largest), 0)
    logLikelihood += largest + Math.log(sum)
    posteriors.push(logs.map((log) => Math.exp(log - largest) / sum))
  }
  const sizes = model.shares.map((_, index) => posteriors.reduce((sum, row) => sum + row[index]!, 0))
  const probabilities = model.shares.map((_, index) =>
    Array.from({ length: items }, (_, item) => {
      const counts = new Array<number>(categories).fill(0)
      answers.forEach((row, person) => {
        counts[row[item]!]! += posteriors[person]![index]!
      })
      return counts.map((count) => Math.max(count / sizes[index]!, 1e-12))
    }),
  )
  return { model: { shares: sizes.map((size) => size / answers.length), probabilities }, logLikelihood }
}

function textbookStep(answers: number[][], iterations: number): number {
  let model = textbookStart(2)
  const times: number[] = []
  for (let iteration = 0; iteration < iterations; iteration++) {
    const began = performance.now()
    model = textbookIteration(answers, model).model
    times.push(performance.now() - began)
  }
  return (median(times) * 1000) / people
}

/** One start until the log-likelihood gains less than 1e-6, at most a thousand steps. */
function textbookFit(answers: number[][]): number {
  let model = textbookStart(3)
  let previous = Number.NEGATIVE_INFINITY
  for (let iteration = 0; iteration < 1000; iteration++) {
    const step = textbookIteration(answers, model)
    model = step.model
    if (step.logLikelihood - previous < 1e-6) break
    previous = step.logLikelihood
  }
  return previous
}

function median(values: number[]): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[sorted.length >> 1]!
}
