import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { BadTable } from '../../../server/files/tables/errors.ts'
import { openTable } from '../../../server/files/tables/read-table.ts'
import { fileSource, memorySource } from '../../../server/files/tables/table-source.ts'

async function refusalOf(content: Uint8Array | string): Promise<string> {
  const outcome = await openTable(memorySource(content, 'bad.csv')).catch((error: unknown) => error)
  expect(outcome).toBeInstanceOf(BadTable)
  return (outcome as BadTable).message
}

test('an empty file is refused', async () => {
  expect(await refusalOf('')).toBe('bad.csv is empty.')
  expect(await refusalOf('\n \n\n')).toBe('bad.csv is empty.')
})

test('a header without rows is refused', async () => {
  expect(await refusalOf('a,b,c\n')).toBe('bad.csv holds a header and no rows.')
})

test('a binary file called .csv is refused', async () => {
  expect(await refusalOf(randomBytes(200_000))).toContain('not a text file')
  expect(await refusalOf(Buffer.from('PK\x03\x04 a workbook', 'latin1'))).toContain('save the sheet as CSV')
})

test('a file of 10,000 columns is refused with both numbers', async () => {
  expect(await refusalOf(`${'c,'.repeat(10_001)}\n${'1,'.repeat(10_001)}\n`)).toBe(
    'bad.csv has 10,002 columns; at most 2,000 can be read.',
  )
})

test('a quotation mark opened in the header and never closed is refused with its line', async () => {
  expect(await refusalOf('"a,b\n1,2\n3,4\n')).toContain('in line 1')
})

test('quotation marks broken all over the file are refused', async () => {
  const table = await openTable(memorySource(`a,b\n${'3,4\n'.repeat(10)}${'1,"x" y\n'.repeat(300)}`, 'bad.csv'))
  const reading = (async () => {
    for await (const _ of table.rows());
  })()
  await expect(reading).rejects.toThrow('More than 200 rows of bad.csv have broken quotation marks.')
})

test('a file that does not exist is refused', async () => {
  await expect(openTable(fileSource('/nowhere/nope.csv'))).rejects.toThrow('there is no such file')
})

test('a file of 200 MB is read to its end in less than 600 MB of memory', { timeout: 240_000 }, async () => {
  const script = new URL('./two-hundred-megabytes.ts', import.meta.url).pathname
  const { stdout } = await promisify(execFile)(process.execPath, [script])
  const result = JSON.parse(stdout) as { megabytes: number; handed: number; kept: number; kinds: string[] }
  expect(result.megabytes).toBeGreaterThan(20)
  expect(result.megabytes).toBeLessThan(600)
  expect(result.handed).toBe(result.kept)
  expect(result.kept).toBeGreaterThan(400_000)
  expect(result.kinds).toEqual(['id', ...Array(20).fill('grid'), 'text'])
})
