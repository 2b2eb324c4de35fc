import { expect, test } from 'vitest'
import { openTable, type Table } from '../../../server/files/tables/read-table.ts'
import { memorySource } from '../../../server/files/tables/table-source.ts'

async function rowsOf(table: Table) {
  const rows: { line: number; cells: string[] }[] = []
  for await (const row of table.rows()) rows.push(row)
  return rows
}

const open = (text: string) => openTable(memorySource(text, 'answers.csv'))

test('the line of a row is the physical line it begins on', async () => {
  const table = await open('id,why\n1,"one\ntwo\nthree"\n\n2,"x"\n')
  expect(await rowsOf(table)).toEqual([
    { line: 2, cells: ['1', 'one\ntwo\nthree'] },
    { line: 6, cells: ['2', 'x'] },
  ])
})

test.each([
  ['semicolons', 'id;a;b\n1;"x, y";2,5\n2;z;3\n', ';'],
  ['tabs', 'id\ta\tb\n1\tx, y\t2\n2\tz\t3\n', '\t'],
  ['bars', 'id|a|b\n1|x, y|2\n2|z|3\n', '|'],
  ['commas, although answers hold semicolons', 'id,a\n1,x;y\n2,x;z\n3,y\n', ','],
  ['what Excel declares', 'sep=;\nid;a\n1;x,y,z\n', ';'],
])('a table separated by %s is cut there', async (_, text, delimiter) => {
  const table = await open(text)
  expect(table.delimiter).toBe(delimiter)
  expect(table.header.columns[0]!.name).toBe('id')
  expect((await rowsOf(table))[0]!.cells).toHaveLength(table.header.columns.length)
})

test('a row with too many cells is listed with its line and the rest is kept', async () => {
  const table = await open('a,b,c\n1,2,3\n1,2,3,4\n5,6,7,,\n8,9\n')
  expect((await rowsOf(table)).map((row) => row.cells)).toEqual([
    ['1', '2', '3'],
    ['5', '6', '7'],
    ['8', '9', ''],
  ])
  expect(table.refused).toEqual([{ line: 3, reason: 'it has 4 cells where the header has 3' }])
})

test('a quotation mark that is never closed costs its own row only', async () => {
  const table = await open('a,b\n1,"x"\n2,"never closed\n3,"y"\n4,z\n')
  expect((await rowsOf(table)).map((row) => row.line)).toEqual([2, 4, 5])
  expect(table.refused).toEqual([{ line: 3, reason: expect.stringContaining('quotation mark') }])
})

test('inches and quotes inside an unquoted cell are kept as they are', async () => {
  const table = await open('a,height\n1,5\'4"\n2,"5\'8"""\n')
  expect((await rowsOf(table)).map((row) => row.cells[1])).toEqual(['5\'4"', '5\'8"'])
  expect(table.refused).toEqual([])
})

test('SurveyMonkey: options stand in the second row, and blank header cells belong to the question on their left', async () => {
  const table = await open(
    'RespondentID,Which have you seen?,,Gender,How do you see them?,\n,Film A,Film B,Response,Han,Leia\n7,Film A,,Male,Well,Badly\n',
  )
  expect(table.header.shape).toBe('SurveyMonkey, two rows')
  expect(table.header.columns.map((column) => column.name)).toEqual([
    'RespondentID',
    'Which have you seen? — Film A',
    'Which have you seen? — Film B',
    'Gender',
    'How do you see them? — Han',
    'How do you see them? — Leia',
  ])
  expect(table.header.columns[2]).toMatchObject({ question: 'Which have you seen?', option: 'Film B' })
  expect(await rowsOf(table)).toHaveLength(1)
})

test('Qualtrics: three header rows, told by the third, whatever the language of the second', async () => {
  const table = await open(
    'StartDate,Q1,Q2_1\nAnfangsdatum,Eine Frage?,Warum? - Preis\n"{""ImportId"":""startDate""}","{""ImportId"":""QID1""}","{""ImportId"":""QID2_1""}"\n2017-07-18,Ja,1\n',
  )
  expect(table.header.shape).toBe('Qualtrics, three rows')
  expect(table.header.columns[1]).toMatchObject({ name: 'Q1', label: 'Eine Frage?' })
  expect((await rowsOf(table)).map((row) => row.line)).toEqual([4])
})

test('Qualtrics legacy: two header rows, and the empty column of a trailing comma is no column', async () => {
  const table = await open('V1,V2,Q1,\nResponseID,ResponseSet,A question?,\nR_1,Default,2,\n')
  expect(table.header.shape).toBe('Qualtrics legacy, two rows')
  expect(table.header.columns.map((column) => column.name)).toEqual(['V1', 'V2', 'Q1'])
  expect(await rowsOf(table)).toHaveLength(1)
})

test('one row: grids in brackets, options after a dash, rows before a colon and numbered codes share a question', async () => {
  const header = [
    'What matters? [Price]',
    'What matters? [Speed]',
    'Which pies? - Apple',
    'Which pies? - Pecan - warm',
    '"Need #1:What needs does it meet today?"',
    '"Need #2:What needs does it meet today?"',
    'q4_0001',
    'q4_0002',
    'A question - with a dash',
  ]
  const table = await open(`${header.join(',')}\n1,2,3,4,5,6,7,8,9\n`)
  expect(table.header.columns.map(({ question, option }) => [question, option])).toEqual([
    ['What matters?', 'Price'],
    ['What matters?', 'Speed'],
    ['Which pies?', 'Apple'],
    ['Which pies?', 'Pecan - warm'],
    ['What needs does it meet today?', 'Need #1'],
    ['What needs does it meet today?', 'Need #2'],
    ['q4', '0001'],
    ['q4', '0002'],
    ['A question - with a dash', undefined],
  ])
})

test('a blank first header, headers that repeat and markup become names a person can use', async () => {
  const table = await open(',Other,Other,<b>Why?</b>&nbsp;Tell us\n1,2,3,4\n')
  expect(table.header.columns.map((column) => column.name)).toEqual([
    'row',
    'Other',
    'Other (2)',
    '<b>Why?</b>&nbsp;Tell us',
  ])
  expect(table.header.columns[3]!.label).toBe('Why? Tell us')
})

test('row names without a header, as R writes them, get a column of their own', async () => {
  const table = await open('a,b\n1,x,y\n2,z,w\n')
  expect(table.header.columns.map((column) => column.name)).toEqual(['row', 'a', 'b'])
  expect((await rowsOf(table))[1]!.cells).toEqual(['2', 'z', 'w'])
})

test('a slip in the second half of a large file is told by its line, and no row around it is lost', async () => {
  const lines = Array.from({ length: 20_000 }, (_, index) => `${index + 1},"answer ${index + 1}"`)
  lines[14_999] = '15000,"a slip'
  const table = await open(`id,answer\n${lines.join('\n')}\n`)
  const rows = await rowsOf(table)
  expect(table.refused.map((refused) => refused.line)).toEqual([15_001])
  expect(rows).toHaveLength(19_999)
  expect(rows.every((row) => row.cells[0] === String(row.line - 1))).toBe(true)
})
