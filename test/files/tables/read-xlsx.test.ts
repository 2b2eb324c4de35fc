import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import fc from 'fast-check'
import { readSheet } from 'read-excel-file/node'
import { expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { BadTable } from '../../../server/files/tables/errors.ts'
import { readXlsx } from '../../../server/files/tables/read-xlsx.ts'
import { writeXlsx } from '../../../server/files/tables/write-xlsx.ts'

const limits = { rows: 100, columns: 20, partBytes: 2_000_000 }

test('what our own writer writes is read cell for cell', async () => {
  const cell = fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) => text.replace(/\r\n?/g, '\n'))
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell, cell), { maxLength: 8 }), async (rows) => {
      const bytes = await buffer(writeXlsx({ name: 'Sheet', header: ['A', 'B', 'C'], rows }))
      const read = await readXlsx(bytes, 'sheet.xlsx', limits)
      const padded = read.map((row) => [0, 1, 2].map((index) => row[index] ?? ''))
      const kept = rows.map((row) =>
        row.map((text) => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')),
      )
      expect(padded).toEqual([['A', 'B', 'C'], ...kept])
    }),
    { numRuns: 50 },
  )
})

const relations =
  '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Target="/xl/worksheets/sheet2.xml"/></Relationships>'
const sheets = (more = '') =>
  `<workbook xmlns="m" xmlns:r="r"><sheets>${more}<sheet name="B" sheetId="2" r:id="r2"/></sheets></workbook>`

function workbook(parts: Record<string, string>): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [name, content] of Object.entries({
    'xl/workbook.xml': sheets(),
    'xl/_rels/workbook.xml.rels': relations,
    ...parts,
  }))
    zip.addBuffer(Buffer.from(content), name)
  zip.end()
  return buffer(zip.outputStream)
}

test('shared, rich and phonetic texts, gaps, numbers, formulas and escapes are read as a person sees them', async () => {
  const bytes = await workbook({
    'xl/workbook.xml': sheets('<sheet name="A" sheetId="1" state="hidden" r:id="r1"/>'),
    'xl/sharedStrings.xml':
      '<sst xmlns="m"><si><t>Name</t></si><si><r><t>two </t></r><r><t>parts</t></r><rPh><t>read</t></rPh></si></sst>',
    'xl/worksheets/sheet2.xml':
      '<worksheet xmlns="m"><sheetData><row r="2"><c r="B2" t="s"><v>0</v></c><c r="D2" t="s"><v>1</v></c></row><row><c><v>4.5</v></c><c t="str"><f>A1</f><v>made_x000A_here</v></c><c t="inlineStr"><is><t>in &amp; line</t></is></c></row></sheetData></worksheet>',
  })
  expect(await readXlsx(bytes, 'a.xlsx', limits)).toEqual([
    [],
    ['', 'Name', '', 'two parts'],
    ['4.5', 'made\nhere', 'in & line'],
  ])
})

const row = (content: string) => `<worksheet xmlns="m"><sheetData>${content}</sheetData></worksheet>`

test.each([
  ['no zip', async () => Buffer.from('PK not one')],
  ['no sheet', async () => workbook({ 'xl/workbook.xml': '<workbook><sheets/></workbook>' })],
  ['a lost sheet', async () => workbook({})],
  [
    'a part outside',
    async () =>
      workbook({ 'xl/_rels/workbook.xml.rels': relations.replace('/xl/worksheets/sheet2.xml', '../../etc/passwd') }),
  ],
  ['an entity', async () => workbook({ 'xl/worksheets/sheet2.xml': `<!DOCTYPE a [<!ENTITY e "x">]>${row('')}` })],
  ['broken XML', async () => workbook({ 'xl/worksheets/sheet2.xml': '<worksheet><sheetData>' })],
  ['too many rows', async () => workbook({ 'xl/worksheets/sheet2.xml': row('<row r="101"/>') })],
  ['an odd row', async () => workbook({ 'xl/worksheets/sheet2.xml': row('<row r="x"/>') })],
  [
    'too many columns',
    async () => workbook({ 'xl/worksheets/sheet2.xml': row('<row r="1"><c r="ZZ1"><v>1</v></c></row>') }),
  ],
  [
    'too much text',
    async () =>
      workbook({
        'xl/worksheets/sheet2.xml': row(`<row r="1"><c r="A1" t="str"><v>${'a'.repeat(2_100_000)}</v></c></row>`),
      }),
  ],
])('a workbook with %s is refused in one sentence', async (_, made) => {
  await expect(readXlsx(await made(), 'a.xlsx', limits)).rejects.toBeInstanceOf(BadTable)
})

const folder = process.env.VERBATIM_REFERENCE

test('workbooks of other programs are read as another reader reads them', async () => {
  if (!folder) return console.log('not run: VERBATIM_REFERENCE is not set, the workbooks are not here')
  const found = readdirSync(join(folder, 'fixtures'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.xlsx'),
  )
  expect(found.length).toBeGreaterThan(5)
  for (const name of found) {
    const path = join(folder, 'fixtures', name)
    const theirs = (await readSheet(path)).map((cells) =>
      cells.map((cell) => (cell === null ? '' : typeof cell === 'boolean' ? String(cell).toUpperCase() : String(cell))),
    )
    const ours = await readXlsx(readFileSync(path), name, { rows: 5_000, columns: 200, partBytes: 20_000_000 })
    const filled = (rows: string[][]) =>
      rows.map((cells) =>
        cells
          .map((cell) => cell.trim())
          .join('|')
          .replace(/\|+$/, ''),
      )
    const withoutDates = (rows: string[]) => rows.filter((line) => line !== '' && !/\b(GMT|\d{5}(\.\d+)?)\b/.test(line))
    expect(withoutDates(filled(ours)).slice(0, 50), name).toEqual(withoutDates(filled(theirs)).slice(0, 50))
  }
})
