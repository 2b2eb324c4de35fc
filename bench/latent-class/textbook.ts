import type { IndicatorData } from '../../server/statistics/indicator.ts'
import { randomFrom } from '../../server/statistics/random.ts'
import { bench, median } from './planted-answers.ts'

interface Model {
  shares: number[]
  /** class → item → category */
  probabilities: number[][][]
}

/** Microseconds per row and iteration of an EM on arrays of arrays and in logarithms, as it is usually first written. */
export function textbookStep(data: IndicatorData, categories: number): number {
  const answers = Array.from({ length: data.size }, (_, person) =>
    data.indicators.map((indicator) => indicator.values[person]!),
  )
  let model = start(categories)
  const times: number[] = []
  for (let iteration = 0; iteration < 12; iteration++) {
    const began = performance.now()
    model = iterate(answers, model, categories)
    times.push(performance.now() - began)
  }
  return (median(times) * 1000) / data.size
}

function start(categories: number): Model {
  const random = randomFrom(2)
  return {
    shares: Array.from({ length: bench.classes }, () => 1 / bench.classes),
    probabilities: Array.from({ length: bench.classes }, () =>
      Array.from({ length: bench.items }, () => {
        const draws = Array.from({ length: categories }, () => 0.2 + random.next())
        const sum = draws.reduce((all, draw) => all + draw, 0)
        return draws.map((draw) => draw / sum)
      }),
    ),
  }
}

function iterate(answers: number[][], model: Model, categories: number): Model {
  const posteriors = answers.map((row) => {
    const logs = model.shares.map((share, index) =>
      row.reduce((sum, answer, item) => sum + Math.log(model.probabilities[index]![item]![answer]!), Math.log(share)),
    )
    const largest = Math.max(...logs)
    const sum = logs.reduce((all, log) => all + Math.exp(log - largest), 0)
    return logs.map((log) => Math.exp(log - largest) / sum)
  })
  const sizes = model.shares.map((_, index) => posteriors.reduce((sum, row) => sum + row[index]!, 0))
  const probabilities = model.shares.map((_, index) =>
    Array.from({ length: bench.items }, (_, item) => {
      const counts = new Array<number>(categories).fill(0)
      answers.forEach((row, person) => {
        counts[row[item]!]! += posteriors[person]![index]!
      })
      return counts.map((count) => Math.max(count / sizes[index]!, 1e-12))
    }),
  )
  return { shares: sizes.map((size) => size / answers.length), probabilities }
}
