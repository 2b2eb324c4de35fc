import { UnreadableFile } from '../documents/errors.ts'
import { readZipPart, zipLimits } from '../documents/zip-part.ts'
import { RefusedXml, walkXml } from '../xml/walk-xml.ts'
import { BadTable } from './errors.ts'

export interface SheetLimits {
  rows: number
  columns: number
  /** Unpacked bytes of one part of the workbook. */
  partBytes: number
}

/**
 * The cells of a workbook's first visible sheet as text, row by row; a cell that holds a formula gives the value it had when it was saved.
 * Rows and cells that the file leaves out are empty, so that row n of the sheet is entry n - 1.
 * Format: ECMA-376 (Office Open XML), SpreadsheetML.
 * @throws {BadTable} when the file is no workbook, or larger than the limits
 */
export async function readXlsx(bytes: Uint8Array, name: string, limits: SheetLimits): Promise<string[][]> {
  const read = (part: string) => partOf(bytes, part, name, limits)
  try {
    const relation = firstSheet(await read('xl/workbook.xml'))
    const path = relation && targetOf(await read('xl/_rels/workbook.xml.rels'), relation)
    if (!path) throw new BadTable(`${name} has no sheet that is shown.`)
    const cells = sheetCells(await read(path), name, limits)
    const shared = cells.some((row) => row.some((cell) => typeof cell === 'number'))
      ? sharedTexts(await read('xl/sharedStrings.xml'))
      : []
    return cells.map((row) =>
      Array.from(row, (cell) => (typeof cell === 'number' ? (shared[cell] ?? '') : (cell ?? ''))),
    )
  } catch (error) {
    if (error instanceof RefusedXml) throw new BadTable(`${name} can’t be read: a part of it ${error.message}.`)
    throw error
  }
}

async function partOf(bytes: Uint8Array, part: string, name: string, { partBytes }: SheetLimits): Promise<string> {
  const path = new RegExp(`^${part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`)
  try {
    const what = { noun: 'workbook', part, path, holds: 'sheet' }
    return await readZipPart(bytes, what, { ...zipLimits, partBytes })
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error
    throw new BadTable(`${name} can’t be read as a workbook. ${error.message}`)
  }
}

/** Relation of the first sheet that is not hidden. */
function firstSheet(workbook: string): string | undefined {
  let found: string | undefined
  walkXml(workbook, {
    open: ({ name, attributes }) => {
      if (name === 'sheet' && attributes.state === undefined) found ??= attributes.id
      else if (name === 'sheet' && attributes.state === 'visible') found ??= attributes.id
    },
  })
  return found
}

/** Path of a part within the archive; one that leads out of it is none. */
function targetOf(relations: string, id: string): string | undefined {
  let target: string | undefined
  walkXml(relations, {
    open: ({ name, attributes }) => {
      if (name === 'Relationship' && attributes.Id === id) target = attributes.Target
    },
  })
  if (target === undefined) return undefined
  const path = target.startsWith('/') ? target.slice(1) : `xl/${target}`
  return path.includes('..') ? undefined : path
}

/** Cells in their places: text, or the number of a shared text. */
function sheetCells(xml: string, name: string, limits: SheetLimits): (string | number | undefined)[][] {
  const rows: (string | number | undefined)[][] = []
  let row = -1
  let column = -1
  let kind = ''
  let isValue = false
  let silent = 0
  let value = ''
  walkXml(xml, {
    open: ({ name: element, attributes }) => {
      if (element === 'row') {
        row = attributes.r === undefined ? row + 1 : Number(attributes.r) - 1
        column = -1
        if (!(row >= 0 && row < limits.rows))
          throw new BadTable(`${name} has more than ${limits.rows.toLocaleString('en-GB')} rows.`)
        while (rows.length <= row) rows.push([])
      } else if (element === 'c') {
        column = attributes.r === undefined ? column + 1 : columnOf(attributes.r)
        kind = attributes.t ?? 'n'
        value = ''
        if (!(column >= 0 && column < limits.columns))
          throw new BadTable(`${name} has more than ${limits.columns} columns.`)
      } else if (element === 'rPh') silent++
      else if (element === 'v' || element === 't') isValue = silent === 0
    },
    text: (text) => {
      if (isValue) value += text
    },
    close: (element) => {
      if (element === 'rPh') silent--
      else if (element === 'v' || element === 't') isValue = false
      else if (element === 'c' && row >= 0 && value !== '')
        rows[row]![column] = kind === 's' ? Number(value) : shownValue(value, kind)
    },
  })
  return rows
}

function shownValue(value: string, kind: string): string {
  if (kind === 'b') return value === '1' ? 'TRUE' : 'FALSE'
  // Some programs write whole numbers with a fraction that nobody sees.
  return kind === 'n' ? value.replace(/^(-?\d+)\.0+$/, '$1') : unescaped(value)
}

function sharedTexts(xml: string): string[] {
  const texts: string[] = []
  let isText = false
  let silent = 0
  let text = ''
  walkXml(xml, {
    open: ({ name }) => {
      if (name === 'si') text = ''
      else if (name === 'rPh') silent++
      else if (name === 't') isText = silent === 0
    },
    text: (words) => {
      if (isText) text += words
    },
    close: (name) => {
      if (name === 'rPh') silent--
      else if (name === 't') isText = false
      else if (name === 'si') texts.push(unescaped(text))
    },
  })
  return texts
}

/** "AB12" is in column 27, counted from 0. */
function columnOf(reference: string): number {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0] ?? ''
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

/** Characters that XML has no place for are written as _x000D_ and the like (ECMA-376, 22.9.2.19). */
function unescaped(text: string): string {
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}
