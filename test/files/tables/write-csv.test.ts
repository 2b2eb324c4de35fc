import { buffer } from 'node:stream/consumers'
import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { writeCsv } from '../../../server/files/tables/write-csv.ts'

test('cells with any line end, quotes and delimiters stay cells, and formulas leave as text', async () => {
  const rows = [
    ['one\ntwo', 'three\rfour', 'five\r\nsix'],
    ['"quoted"', 'a, b', '=1+1'],
    ['-5', '-five', '@x'],
  ]
  const bytes = await buffer(writeCsv({ header: ['A', '=B', 'C'], rows }))
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  expect(parse(bytes, { bom: true, record_delimiter: '\r\n' })).toEqual([
    ['A', "'=B", 'C'],
    ['one\ntwo', 'three\rfour', 'five\r\nsix'],
    ['"quoted"', 'a, b', "'=1+1"],
    ['-5', "'-five", "'@x"],
  ])
  // A reader that takes any line end for the end of a row sees as many rows.
  expect(parse(bytes, { bom: true, record_delimiter: ['\r\n', '\n', '\r'] })).toHaveLength(4)
})

test('a row that can’t be read ends the file with its error', async () => {
  async function* failing() {
    yield ['fine']
    throw new Error('the table broke')
  }
  await expect(buffer(writeCsv({ header: ['A'], rows: failing() }))).rejects.toThrow('the table broke')
})
