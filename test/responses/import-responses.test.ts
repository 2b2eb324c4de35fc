import { expect, test } from 'vitest'
import { openTable } from '../../server/files/tables/read-table.ts'
import { memorySource } from '../../server/files/tables/table-source.ts'
import { examineResponses, importResponses } from '../../server/responses/import-responses.ts'
import { recogniseJoined, splitJoined } from '../../server/responses/joined-answers.ts'
import { ColumnCounter } from '../../server/responses/column-statistics.ts'
import { isNonSubstantive, isNotRecorded } from '../../server/responses/missing-answers.ts'
import type { Answers } from '../../server/responses/variable.ts'

async function imported(text: string) {
  const table = await openTable(memorySource(text, 'answers.csv'))
  const { variables, respondents } = await examineResponses(table)
  const rows: Answers[] = []
  const counts = await importResponses(table, variables, (batch) => void rows.push(...batch.map((row) => row.answers)))
  return { rows, counts, respondents, variables }
}

test('open answers keep their white space, closed ones lose it, and empty cells are null', async () => {
  const rows = Array.from(
    { length: 30 },
    (_, row) => `"  words of my own,\n number ${row} ", Yes ,${row % 2 ? 'No' : 'NA'},a${row}@b.org`,
  )
  const { rows: answers } = await imported(`Why?,Again?,Ever?,E-mail\n${rows.join('\n')}\n3,No,Yes,\n`)
  expect(answers[0]).toEqual({ 'Why?': '  words of my own,\n number 0 ', 'Again?': 'Yes', 'Ever?': null })
  expect(Object.keys(answers[1]!)).not.toContain('E-mail')
})

test('what was read is what was kept and what was refused', async () => {
  const { counts } = await imported(
    `id,q\n${Array.from({ length: 1200 }, (_, row) => `${row},${row % 2 ? 'a' : 'b'}${row === 700 ? ',x,y' : ''}`).join('\n')}\n`,
  )
  expect(counts).toEqual({
    read: 1200,
    kept: 1199,
    refusedCount: 1,
    refused: [{ line: 702, reason: 'it has 4 cells where the header has 2' }],
  })
})

test('the researcher’s own trial runs in a Qualtrics export are no respondents', async () => {
  const rows = ['IP Address,a', 'Survey Preview,b', 'IP Address,b'].map((row, index) => `R_${index},${row}`)
  const { counts } = await imported(
    `ResponseId,Status,Q1\nResponse ID,Response Type,One?\n"{""ImportId"":""_recordId""}","{""ImportId"":""status""}","{""ImportId"":""QID1""}"\n${rows.join('\n')}\n`,
  )
  expect(counts.kept).toBe(2)
  expect(counts.refused).toEqual([{ line: 5, reason: 'it is a survey preview, not a respondent' }])
})

test('the rows of a list of purchases, a codebook and a crosstab are no respondents', async () => {
  const purchases = Array.from({ length: 40 }, (_, row) => `${row % 9},2026-01-0${1 + (row % 9)},${row}.50`).join('\n')
  expect((await imported(`Id,Date,Price\n${purchases}\n`)).respondents).toMatchObject({ areRespondents: false })
  const crosstab = Array.from({ length: 20 }, (_, row) => `answer ${row},${row}%,${row + 3}%,${row + 9}%`).join('\n')
  expect((await imported(`Question,All,Men,Women\n${crosstab}\n`)).respondents.reason).toContain('crosstab')
  const codebook = Array.from({ length: 20 }, (_, row) => `Q${row},I like thing ${row},1`).join('\n')
  expect((await imported(`Variable,Item,Keying\n${codebook}\n`)).respondents.reason).toContain('codebook')
})

test('options with the separator inside are kept whole', () => {
  const options = ['SSH', 'A manager (one, two, three)', "I don't know, someone else does this"]
  expect(
    splitJoined("SSH, A manager (one, two, three), I don't know, someone else does this, by hand", ',', options),
  ).toEqual(['SSH', 'A manager (one, two, three)', "I don't know, someone else does this", 'by hand'])
})

test('an option that always carries its comma is found to be one option', () => {
  const counter = new ColumnCounter(1)
  for (let row = 0; row < 60; row++)
    counter.add([['SSH', 'SSH, Kubernetes', "I don't know, someone else", 'Kubernetes'][row % 4]!])
  expect(recogniseJoined(counter.columns[0]!)?.options.sort()).toEqual([
    "I don't know, someone else",
    'Kubernetes',
    'SSH',
  ])
})

test('prose with commas is not taken for a list of options', () => {
  const counter = new ColumnCounter(1)
  for (let row = 0; row < 60; row++) counter.add([`it is fast, it costs ${row}, and number ${row * 7} is easy`])
  expect(recogniseJoined(counter.columns[0]!)).toBeUndefined()
})

test('no answer, and an answer without a position, are two things', () => {
  for (const cell of ['', '  ', 'NA', '-', '{question_not_shown}']) expect(isNotRecorded(cell), cell).toBe(true)
  for (const answer of [
    "Don't know",
    'N/A',
    'Prefer not to say',
    '-99',
    'Unfamiliar (N/A)',
    'I don’t know',
    'Doesn’t apply',
  ]) {
    expect(isNonSubstantive(answer), answer).toBe(true)
    expect(isNotRecorded(answer), answer).toBe(false)
  }
  for (const answer of ['None', 'No', 'Never', '9', 'I know', 'Not applicable laws worry me'])
    expect(isNonSubstantive(answer), answer).toBe(false)
})

test('what the program recorded is told by the wording where the names are only V1 to V10', async () => {
  const rows = Array.from(
    { length: 30 },
    (_, row) => `R_${row}a${row},192.0.2.${row},0,${row % 2 ? 'Yes' : 'No'}`,
  ).join('\n')
  const { variables } = await imported(`V1,V6,V7,Q1\nResponseID,IPAddress,Status,Do you agree?\n${rows}\n`)
  expect(variables.map((variable) => [variable.name, variable.role])).toEqual([
    ['V1', 'id'],
    ['V6', 'ignored'],
    ['V7', 'ignored'],
    ['Q1', 'indicator'],
  ])
})
