import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openTable } from '../../server/files/tables/read-table.ts'
import { fileSource } from '../../server/files/tables/table-source.ts'
import { examineResponses } from '../../server/responses/import-responses.ts'

interface ColumnKey {
  file: string
  columns: { column: number; kind: string | string[]; role: string | string[] }[]
}

const folder = new URL('../reference/column-keys/', import.meta.url).pathname
const reference = process.env.VERBATIM_REFERENCE

test.each(readdirSync(folder))(
  'at least 90 %% of the columns of %s are proposed as a person judged them',
  async (name) => {
    if (!reference) return console.log(`not run: VERBATIM_REFERENCE is not set (${name})`)
    const key = JSON.parse(readFileSync(join(folder, name), 'utf8')) as ColumnKey
    const table = await openTable(fileSource(join(reference, key.file)))
    const { variables } = await examineResponses(table)
    const wrong = key.columns.filter(({ column, kind, role }) => {
      const header = table.header.columns[column]!.name
      const variable = variables.find((candidate) => candidate.name === header || candidate.source?.item === header)
      return !variable || !asList(kind).includes(variable.kind) || !asList(role).includes(variable.role)
    })
    expect(key.columns).toHaveLength(table.header.columns.length)
    expect(
      1 - wrong.length / key.columns.length,
      `wrong: ${wrong.map(({ column }) => column).join(', ')}`,
    ).toBeGreaterThanOrEqual(0.9)
  },
)

const rowCounts: [string, number][] = [
  ['star-wars-2014', 1186],
  ['thanksgiving-2015', 1058],
  ['flying-etiquette-2014', 1040],
  ['oxford-comma-2014', 1129],
  ['steak-risk-2014', 550],
  ['food-world-cup-2014', 1373],
  ['weather-check-2015', 928],
  ['masculinity-2018-raw', 1615],
  ['bfi-25', 2800],
  ['stackoverflow-2017-subset', 5594],
]

test.each(rowCounts)('%s has exactly %i respondents', async (name, expected) => {
  if (!reference) return console.log(`not run: VERBATIM_REFERENCE is not set (${name})`)
  const table = await openTable(fileSource(join(reference, `surveys/${name}.csv`)))
  const { rows, respondents } = await examineResponses(table)
  expect(rows).toBe(expected)
  expect(table.refused).toEqual([])
  expect(respondents.areRespondents).toBe(true)
})

test.each([
  'surveys/masculinity-2018-published-crosstabs.csv',
  'surveys/bfi-25-dictionary.csv',
  'segments/cdnow/transactions.csv',
  'transcripts/ai-interviewer-2025/creatives.csv',
])('%s is said not to hold respondents', async (file) => {
  if (!reference) return console.log(`not run: VERBATIM_REFERENCE is not set (${file})`)
  const table = await openTable(fileSource(join(reference, file)))
  expect((await examineResponses(table)).respondents.areRespondents).toBe(false)
})

function asList<T>(value: T | T[]): T[] {
  return Array.isArray(value) ? value : [value]
}
