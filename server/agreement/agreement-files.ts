import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify'
import type { CodeRow } from '../codebook/store.ts'
import { facetNames } from '../facets.ts'
import { spreadsheetSafe } from '../files/tables/spreadsheet-safe.ts'
import { type SheetCell, writeXlsx } from '../files/tables/write-xlsx.ts'
import { type Estimate, fewestSaid, fewestUnits } from '../statistics/agreement/coded-units.ts'
import type { RoundFigures } from './figures.ts'
import { meaningOf } from './settle.ts'
import { labelName } from './view.ts'

export const agreementHeader = [
  'Facet',
  'Code',
  'Units',
  'Both said it',
  'Only the first coder',
  'Only the second coder',
  'Neither',
  'Agreement',
  'Agreement low',
  'Agreement high',
  'Cohen’s kappa',
  'Kappa low',
  'Kappa high',
  'Krippendorff’s alpha',
  'Alpha low',
  'Alpha high',
  'Level',
  'Note',
]

/** The agreement table: a row a code, one a scale, and the last over all codes. Figures are fractions, unrounded; none where none is sound. */
export function agreementRows({ labels, overall }: RoundFigures, codes: CodeRow[]): SheetCell[][] {
  const rows: SheetCell[][] = []
  for (const { label, counts, isTooFew, percent, kappa, alpha, scale } of labels) {
    const meaning = meaningOf(label, codes)
    const names = [meaning ? facetNames[meaning.facet].name : '', labelName(label, codes)]
    const { both, firstOnly, secondOnly, neither } = counts
    const note = isTooFew
      ? `Too few: figures need ${fewestUnits} units and ${fewestSaid} of them with the code`
      : alpha === null
        ? 'Not computable: only one value was used'
        : ''
    const figures = [...cells(percent), ...cells(kappa), ...cells(alpha)]
    rows.push([...names, overall.units, both, firstOnly, secondOnly, neither, ...figures, 'nominal', note])
    if (scale === null) continue
    const why = scale.alpha === null ? `Values: too few pairs, or only one value was used (${scale.pairs} pairs)` : ''
    const none = [...cells(null), ...cells(null)]
    rows.push([...names, scale.pairs, null, null, null, null, ...none, ...cells(scale.alpha), scale.level, why])
  }
  const { units, percent, kappa, alpha } = overall
  const note = 'Sets of codes; alpha with MASI distance'
  const all = [...cells(percent), ...cells(kappa), ...cells(alpha)]
  rows.push(['', 'All codes', units, null, null, null, null, ...all, 'nominal', note])
  return rows
}

/** The table as comma-separated lines with a byte order mark; what a spreadsheet would take for a formula gets an apostrophe. */
export function agreementCsv(rows: SheetCell[][]): Readable {
  const lines = stringify({ header: true, columns: agreementHeader, bom: true, record_delimiter: 'windows' })
  const safe = rows.map((row) => row.map((cell) => (typeof cell === 'string' ? spreadsheetSafe(cell) : cell)))
  return Readable.from(safe).pipe(lines)
}

/** The table as a sheet. */
export function agreementXlsx(rows: SheetCell[][]): Readable {
  return writeXlsx({ name: 'Agreement', header: agreementHeader, rows, widths: [14, 28] })
}

function cells(estimate: Estimate | null): SheetCell[] {
  return estimate === null ? [null, null, null] : [estimate.value, estimate.low, estimate.high]
}
