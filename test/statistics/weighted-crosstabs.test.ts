import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { describeByClass } from '../../server/statistics/describing.ts'
import type { CategoricalIndicator } from '../../server/statistics/indicator.ts'
import { observe } from '../../server/statistics/latent-class/observations.ts'

/** Questions put to all men, in the order of the published tables: one answer each, and boxes to tick. */
const single = [
  'q0001',
  'q0002',
  'q0005',
  ...Array.from({ length: 11 }, (_, at) => `q0007_00${String(at + 1).padStart(2, '0')}`),
]
const ticked = [
  { question: 'Where have you gotten', columns: 6, name: 'q0004' },
  { question: 'Which of the following do you worry', columns: 12, name: 'q0008' },
]
const breaks = {
  age3: ['18 - 34', '35 - 64', '65 and up'],
  race2: ['White', 'Non-white'],
  kids: ['Has children', 'No children'],
  orientation: ['Straight', 'Gay/Bisexual'],
}

test('weighted shares of all men, by age, race, children and orientation, round to the publisher’s tables', () => {
  const folder = process.env.VERBATIM_REFERENCE
  if (!folder) {
    console.log('not run: VERBATIM_REFERENCE is not set, so the published weighted tables were not reproduced')
    return
  }
  const people = parse(readFileSync(join(folder, 'surveys/masculinity-2018-raw.csv')), { columns: true }) as Record<
    string,
    string
  >[]
  const printed = readPublished(
    readFileSync(join(folder, 'surveys/masculinity-2018-published-crosstabs.csv'), 'latin1'),
  )
  const weights = Float64Array.from(people, (person) => Number(person.weight))
  const questions = [
    ...single.map((name, at) => ({
      printed: printed.filter((q) => q.rows.some((row) => row.label === 'No answer'))[at]!,
      columns: [name],
    })),
    ...ticked.map(({ question, columns, name }) => ({
      printed: printed.find(({ text }) => text.startsWith(question))!,
      columns: Array.from({ length: columns }, (_, at) => `${name}_00${String(at + 1).padStart(2, '0')}`),
    })),
  ]
  let compared = 0
  for (const { printed: table, columns } of questions) {
    for (const { label, cells } of table.rows) {
      const chose = (person: Record<string, string>) => columns.some((column) => person[column] === label)
      const indicator: CategoricalIndicator = {
        name: label,
        kind: 'binary',
        categories: ['no', 'yes'],
        values: Int16Array.from(people, (person) => Number(chose(person))),
      }
      const found = sharesOf(indicator, people, weights)
      found.forEach((share, at) => {
        compared++
        // Printed to the whole per cent.
        expect(Math.abs(100 * share - cells[at]!), `${columns[0]}, ${label}, column ${at}`).toBeLessThanOrEqual(
          0.5 + 1e-9,
        )
      })
    }
  }
  expect(compared).toBe(970)
})

function sharesOf(indicator: CategoricalIndicator, people: Record<string, string>[], weights: Float64Array): number[] {
  const everyone = observe({ indicators: [indicator], size: people.length, weights }).items[0]!.marginal[1]!
  const parts = Object.entries(breaks).flatMap(([column, groups]) => {
    const posteriors = Float64Array.from(
      people.flatMap((person) => {
        const place = groups.indexOf(person[column]!)
        return groups.map((_, at) => (place < 0 ? Number.NaN : Number(at === place)))
      }),
    )
    const described = describeByClass([indicator], { posteriors, classes: groups.length, weights })
    return groups.map((_, index) => described.find((item) => item.index === index && item.category === 'yes')!.these)
  })
  return [everyone, ...parts]
}

function readPublished(text: string): { text: string; rows: { label: string; cells: number[] }[] }[] {
  const questions: { text: string; rows: { label: string; cells: number[] }[] }[] = []
  for (const [question, label, ...cells] of (parse(text, { relax_column_count: true }) as string[][]).slice(2)) {
    if (question) questions.push({ text: question, rows: [] })
    else if (label) questions.at(-1)!.rows.push({ label, cells: cells.map((cell) => Number.parseInt(cell, 10)) })
  }
  return questions
}
