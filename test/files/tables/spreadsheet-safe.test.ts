import { expect, test } from 'vitest'
import { spreadsheetSafe } from '../../../server/files/tables/spreadsheet-safe.ts'

test.each([
  ['=1+1', "'=1+1"],
  ['+49 30 1234', "'+49 30 1234"],
  ['-1+cmd|calc', "'-1+cmd|calc"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['\n=1', "'\n=1"],
  ['- and a dash', "'- and a dash"],
  ['-0.25', '-0.25'],
  ['+3', '+3'],
  ['-1e5', '-1e5'],
  ['-1,5', '-1,5'],
  ['plain', 'plain'],
  ['', ''],
])('%j leaves as %j', (cell, expected) => {
  expect(spreadsheetSafe(cell)).toBe(expected)
})
