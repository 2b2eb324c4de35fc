import { execFileSync } from 'node:child_process'
import { readSheet } from 'read-excel-file/node'
import { expect, test } from 'vitest'
import { type SheetCell, writeXlsx } from '../../../server/files/tables/write-xlsx.ts'

const writer = new URL('../../../server/files/tables/write-xlsx.ts', import.meta.url).href

async function bytesOf(rows: SheetCell[][], header = ['Words', 'People']): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of writeXlsx({ name: 'Quotations', header, rows })) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}

test('a sheet reads back as it was written, formulas and markup as the text they are', async () => {
  const rows: SheetCell[][] = [
    ['=HYPERLINK("http://example.org")', 3],
    ['  It said <b>"one year" & more</b>\n_x0041_ 🧺 ', 0.25],
    ['چون زود خراب شد', null],
    ['bad \u0001 and half \ud83d', 1],
  ]
  const read = await readSheet(await bytesOf(rows), { trim: false })
  expect(read).toEqual([
    ['Words', 'People'],
    ['=HYPERLINK("http://example.org")', 3],
    ['  It said <b>"one year" & more</b>\n_x0041_ 🧺 ', 0.25],
    ['چون زود خراب شد', null],
    ['bad \ufffd and half \ufffd', 1],
  ])
})

test('the same rows give the same bytes', async () => {
  const rows = [['a', 1]] satisfies SheetCell[][]
  expect((await bytesOf(rows)).equals(await bytesOf(rows))).toBe(true)
})

test('and so they do in another time zone, whose clock an archive would store', async () => {
  const bytesIn = (zone: string) =>
    execFileSync(
      process.execPath,
      [
        '--input-type=module',
        '--eval',
        `import { writeXlsx } from ${JSON.stringify(writer)}
        for await (const piece of writeXlsx({ name: 'x', header: ['a'], rows: [['b']] })) process.stdout.write(piece)`,
      ],
      { env: { ...process.env, TZ: zone } },
    )
  const bytes = bytesIn('Asia/Tokyo')
  expect(bytes.length).toBeGreaterThan(500)
  expect(bytes.equals(bytesIn('America/New_York'))).toBe(true)
})

test('a cell longer than the format allows ends in an ellipsis', async () => {
  const [, row] = await readSheet(await bytesOf([['a'.repeat(40_000), 1]]))
  expect(String(row![0])).toHaveLength(32_767)
  expect(String(row![0]).endsWith('…')).toBe(true)
})

test('columns past Z have names that readers understand', async () => {
  const header = Array.from({ length: 60 }, (_, index) => `c${index}`)
  const [first, second] = await readSheet(await bytesOf([header.map((_, index) => index)], header))
  expect(first).toEqual(header)
  expect(second![59]).toBe(59)
})

test('a failing row ends the stream with its error', async () => {
  async function* rows(): AsyncGenerator<SheetCell[]> {
    yield ['a', 1]
    throw new Error('the database has gone')
  }
  const read = async () => {
    for await (const _ of writeXlsx({ name: 'x', header: ['a'], rows: rows() })) void _
  }
  await expect(read()).rejects.toThrow('the database has gone')
})
