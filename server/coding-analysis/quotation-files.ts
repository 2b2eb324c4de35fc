import type { Readable } from 'node:stream'
import { Document, HeadingLevel, Packer, Paragraph, TextRun } from 'docx'
import { withoutClock } from '../files/archives/without-clock.ts'
import { writeCsv } from '../files/tables/write-csv.ts'
import { writeXlsx } from '../files/tables/write-xlsx.ts'
import type { Quotation } from './quotations.ts'

export type QuotationFormat = 'csv' | 'xlsx' | 'docx'

export const quotationTypes: Record<QuotationFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
}

const header = [
  'Facet',
  'Code',
  'Words',
  'Source',
  'Question',
  'Speaker',
  'Tag',
  'Why',
  'May leave',
  'From',
  'To',
  'Memo',
]
const mostInDocument = 3_000

function cells(quotation: Quotation): (string | number)[] {
  return [
    quotation.facet,
    quotation.code,
    quotation.words,
    quotation.source,
    quotation.question,
    quotation.speaker,
    quotation.state,
    quotation.reason,
    leaves(quotation),
    quotation.start,
    quotation.end,
    quotation.memo,
  ]
}

/** Quotations as comma-separated lines with a byte order mark; what a spreadsheet would take for a formula gets an apostrophe. */
export function quotationsCsv(quotations: AsyncIterable<Quotation>): Readable {
  return writeCsv({ header, rows: rowsOf(quotations) })
}

/** Quotations as a sheet. */
export function quotationsXlsx(quotations: AsyncIterable<Quotation>): Readable {
  return writeXlsx({
    name: 'Quotations',
    header,
    rows: rowsOf(quotations),
    widths: [14, 24, 70, 22, 30, 14, 11, 40, 12, 8, 8, 40],
  })
}

/**
 * Quotations as a document to read: code by code, the words large, where they stand beneath. The first 3,000; more are no reading,
 * and the document says how to have them.
 * @param date when the data are from
 */
export async function quotationsDocx(
  quotations: AsyncIterable<Quotation>,
  { title, date }: { title: string; date: Date },
): Promise<Buffer> {
  const byCode = new Map<string, Quotation[]>()
  let count = 0
  let isCut = false
  for await (const quotation of quotations) {
    if (count === mostInDocument) {
      isCut = true
      break
    }
    count++
    const name = quotation.code === '' ? quotation.facet : `${quotation.facet}: ${quotation.code}`
    const known = byCode.get(name)
    if (known) known.push(quotation)
    else byCode.set(name, [quotation])
  }
  const children = [new Paragraph({ text: title, heading: HeadingLevel.TITLE })]
  if (isCut)
    children.push(note(`The first ${mostInDocument.toLocaleString('en-GB')} passages. The CSV file has all of them.`))
  if (count === 0) children.push(note('No passage may be quoted.'))
  for (const [name, own] of [...byCode].sort(([one], [other]) => (one < other ? -1 : 1))) {
    children.push(new Paragraph({ text: `${name} (${own.length})`, heading: HeadingLevel.HEADING_2 }))
    for (const quotation of own) children.push(...passage(quotation))
  }
  const document = new Document({ creator: 'Verbatim', title, sections: [{ children }] })
  return withoutClock(await Packer.toBuffer(document), date)
}

function passage(quotation: Quotation): Paragraph[] {
  const { source, question, state, isAsNoted } = quotation
  const about = [
    source,
    question,
    isAsNoted ? 'as noted, not verbatim' : '',
    state === 'suggested' ? 'suggested, not checked' : '',
    quotation.mayLeave ? '' : 'internal: no consent to quote',
  ]
  const words = isAsNoted ? quotation.words : `“${quotation.words}”`
  return [
    new Paragraph({ spacing: { before: 160 }, children: [new TextRun({ text: words, font: 'Georgia', size: 24 })] }),
    note(about.filter((part) => part !== '').join(' · ')),
    ...(quotation.memo === '' ? [] : [note(`Memo: ${quotation.memo}`)]),
  ]
}

function note(text: string): Paragraph {
  return new Paragraph({ children: [new TextRun({ text, size: 18, color: '4A5A63' })] })
}

async function* rowsOf(quotations: AsyncIterable<Quotation>): AsyncGenerator<(string | number)[]> {
  for await (const quotation of quotations) yield cells(quotation)
}

function leaves({ mayLeave, isAsNoted }: Quotation): string {
  if (!mayLeave) return 'no: internal'
  return isAsNoted ? 'yes, as noted' : 'yes'
}
