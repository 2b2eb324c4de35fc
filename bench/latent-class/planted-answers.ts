import type { IndicatorData } from '../../server/statistics/indicator.ts'
import { randomFrom } from '../../server/statistics/random.ts'

export const bench = { items: 12, classes: 5, starts: 10 }

/** People of five equal classes whose answers to twelve items are independent within a class; category shares drawn evenly. */
export function plantedAnswers(people: number, categories: number): IndicatorData {
  const random = randomFrom(1)
  const profiles = Array.from({ length: bench.classes }, () =>
    Array.from({ length: bench.items }, () => {
      const draws = Array.from({ length: categories }, () => -Math.log(1 - random.next()))
      const sum = draws.reduce((all, draw) => all + draw, 0)
      return draws.map((draw) => draw / sum)
    }),
  )
  const values = Array.from({ length: bench.items }, () => new Int16Array(people))
  for (let person = 0; person < people; person++) {
    const profile = profiles[random.integer(bench.classes)]!
    profile.forEach((chances, item) => {
      let draw = random.next()
      let category = 0
      while (category < categories - 1) {
        draw -= chances[category]!
        if (draw < 0) break
        category++
      }
      values[item]![person] = category
    })
  }
  return {
    size: people,
    indicators: values.map((answers, item) => ({
      name: `item${item + 1}`,
      kind: 'nominal' as const,
      categories: Array.from({ length: categories }, (_, category) => String(category + 1)),
      values: answers,
    })),
  }
}

export function median(values: number[]): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[sorted.length >> 1]!
}
