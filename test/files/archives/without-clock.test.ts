import { buffer as wholeOf } from 'node:stream/consumers'
import { Document, Packer, Paragraph } from 'docx'
import { expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { docxText } from '../../../server/files/documents/docx.ts'
import { withoutClock } from '../../../server/files/archives/without-clock.ts'

const date = new Date('2026-03-02T10:00:00Z')

async function written(): Promise<Buffer> {
  return Packer.toBuffer(new Document({ sections: [{ children: [new Paragraph('It broke after a year.')] }] }))
}

test('two files of the same words, made at different times, are the same bytes and still open', async () => {
  const first = await withoutClock(await written(), date)
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(first.equals(await withoutClock(await written(), date))).toBe(true)
  expect(await docxText(first)).toContain('It broke after a year.')
})

test('the file says the date of the data, and its types come first', async () => {
  const zip = new ZipFile()
  zip.addBuffer(Buffer.from('<a/>'), 'word/document.xml')
  zip.addBuffer(
    Buffer.from('<dcterms:created xsi:type="dcterms:W3CDTF">2031-01-01T00:00:00Z</dcterms:created>'),
    'docProps/core.xml',
    { compress: false },
  )
  zip.addBuffer(Buffer.from('<Types/>'), '[Content_Types].xml')
  zip.end()
  const clean = await withoutClock(await wholeOf(zip.outputStream), new Date('2025-12-31T23:59:59.900Z'))
  expect(clean.subarray(0, 60).toString('latin1')).toContain('[Content_Types].xml')
  const again = await withoutClock(clean, new Date('2025-12-31T23:59:59.900Z'))
  expect(again.equals(clean)).toBe(true)
})
