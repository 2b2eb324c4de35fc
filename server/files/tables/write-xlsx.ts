import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import { archiveTime } from '../archives/stable-archive.ts'

export type SheetCell = string | number | null

export interface Sheet {
  /** At most 31 characters, none of []:*?/\ */
  name: string
  header: string[]
  rows: AsyncIterable<SheetCell[]> | Iterable<SheetCell[]>
  /** Widths of the columns in characters; the rest keep the usual one. */
  widths?: number[]
}

/** What a sheet of this format holds at most, its header included. */
export const mostSheetRows = 1_048_576
const mostCellCharacters = 32_767

// A file's dates are the data's, never the clock's: the format has to have one, so it is the earliest it knows.
const noDate = { mtime: archiveTime(null), mode: 0o100644, forceDosTimestamp: true }

/**
 * A workbook of one sheet as a stream, row by row, so that its size does not matter; the same rows give the same bytes.
 * Text is stored as text, so nothing in it can become a formula. Text past the format's limit ends in an ellipsis; rows past the
 * limit are left out and the last row says so.
 * Format: ECMA-376 (Office Open XML), SpreadsheetML with inline strings.
 */
export function writeXlsx(sheet: Sheet): Readable {
  const zip = new ZipFile()
  zip.addBuffer(Buffer.from(contentTypes), '[Content_Types].xml', noDate)
  zip.addBuffer(Buffer.from(packageRelations), '_rels/.rels', noDate)
  zip.addBuffer(Buffer.from(workbook(sheet.name)), 'xl/workbook.xml', noDate)
  zip.addBuffer(Buffer.from(workbookRelations), 'xl/_rels/workbook.xml.rels', noDate)
  zip.addBuffer(Buffer.from(styles), 'xl/styles.xml', noDate)
  const rows = Readable.from(sheetXml(sheet))
  zip.addReadStream(rows, 'xl/worksheets/sheet1.xml', noDate)
  zip.end()
  const out = Readable.from(zip.outputStream as unknown as AsyncIterable<Buffer>)
  rows.on('error', (error) => out.destroy(error))
  return out
}

async function* sheetXml({ header, rows, widths = [] }: Sheet): AsyncGenerator<string> {
  const columns = widths.map(
    (width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`,
  )
  yield `${declaration}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`
  if (columns.length > 0) yield `<cols>${columns.join('')}</cols>`
  yield `<sheetData>${rowXml(header, 1, ' s="1"')}`
  let number = 1
  for await (const cells of rows) {
    number++
    if (number === mostSheetRows) {
      yield rowXml(['The rest does not fit into a sheet; the CSV file has all of it.'], number, '')
      break
    }
    yield rowXml(cells, number, '')
  }
  yield '</sheetData></worksheet>'
}

function rowXml(cells: SheetCell[], number: number, style: string): string {
  const xml = cells.map((cell, index) => {
    if (cell === null || cell === '') return ''
    const at = `r="${columnName(index)}${number}"`
    if (typeof cell === 'number') return Number.isFinite(cell) ? `<c ${at}${style}><v>${cell}</v></c>` : ''
    return `<c ${at}${style} t="inlineStr"><is><t xml:space="preserve">${textOf(cell)}</t></is></c>`
  })
  return `<row r="${number}">${xml.join('')}</row>`
}

/** A, B … Z, AA, AB … */
function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26))
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter
}

function textOf(text: string): string {
  const short = text.length <= mostCellCharacters ? text : `${text.slice(0, mostCellCharacters - 1)}…`
  // What XML 1.0 has no place for (control characters, half a surrogate pair) would make the whole file unreadable.
  return (
    short
      .toWellFormed()
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
      .replace(/[&<>]/g, (character) => (character === '&' ? '&amp;' : character === '<' ? '&lt;' : '&gt;'))
      // An underscore before x and four digits would be read as an escape.
      .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
  )
}

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packages = 'http://schemas.openxmlformats.org/package/2006'
const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

const contentTypes =
  `${declaration}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
  `<Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${types}.styles+xml"/>` +
  `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${types}.worksheet+xml"/></Types>`
const packageRelations = `${declaration}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`
const workbookRelations =
  `${declaration}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/>` +
  `<Relationship Id="rId2" Type="${relations}/styles" Target="styles.xml"/></Relationships>`
const styles =
  `${declaration}<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>' +
  '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf xfId="0"/><xf fontId="1" xfId="0" applyFont="1"/></cellXfs></styleSheet>'

function workbook(name: string): string {
  const safe = name.replace(/[[\]:*?/\\]/g, ' ').slice(0, 31)
  return `${declaration}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="${textOf(safe).replace(/"/g, '&quot;')}" sheetId="1" r:id="rId1"/></sheets></workbook>`
}
