import { describe, expect, test } from 'vitest'
import yazl from 'yazl'
import { docxText, zipLimits } from '../../../server/files/documents/docx.ts'
import { read, readOne, rolesOf, turnsOf } from './read.ts'

const namespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
const paragraph = (inner: string) => `<w:p>${inner}</w:p>`
const run = (text: string) => `<w:r><w:t xml:space="preserve">${text}</w:t></w:r>`
const wordXml = (body: string) =>
  `<?xml version="1.0" encoding="UTF-8"?><w:document ${namespace}><w:body>${body}</w:body></w:document>`

async function zipOf(parts: Record<string, string | Buffer>): Promise<Buffer> {
  const zip = new yazl.ZipFile()
  for (const [name, content] of Object.entries(parts)) zip.addBuffer(Buffer.from(content), name)
  zip.end()
  const chunks: Buffer[] = []
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

const docx = (body: string) => zipOf({ '[Content_Types].xml': '<Types/>', 'word/document.xml': wordXml(body) })

describe('Word text', () => {
  test('speakers in paragraphs, and in line breaks inside one paragraph', async () => {
    const apart = await docx(
      [
        paragraph(run('Int: How?')),
        paragraph(run('Ann: Well')),
        paragraph(run('Int: Why?')),
        paragraph(run('Ann: So.')),
      ].join(''),
    )
    const together = await docx(
      paragraph(`${run('Int  0:03')}<w:r><w:br/></w:r>${run('How?')}`) +
        paragraph(`${run('Ann  0:05')}<w:r><w:br/></w:r>${run('Well')}`) +
        paragraph(`${run('Int  0:09')}<w:r><w:br/></w:r>${run('Why?')}`) +
        paragraph(`${run('Ann  0:12')}<w:r><w:br/></w:r>${run('So.')}`),
    )
    for (const file of [apart, together]) {
      const document = await readOne(file, 'talk.docx')
      expect(turnsOf(document)).toEqual(['Int|How?', 'Ann|Well', 'Int|Why?', 'Ann|So.'])
      expect(rolesOf(document)).toEqual({ Int: 'interviewer', Ann: 'participant' })
      expect(document.format).toBe('docx')
    }
  })

  test('deleted and moved-away words, field codes and the second copy of a text box are left out', async () => {
    const file = await docx(
      paragraph(
        `${run('We ')}<w:del><w:r><w:delText>never </w:delText></w:r></w:del><w:ins>${run('often ')}</w:ins><w:moveFrom>${run('gone ')}</w:moveFrom><w:r><w:instrText>PAGE</w:instrText></w:r>` +
          `<mc:AlternateContent><mc:Choice>${run('box ')}</mc:Choice><mc:Fallback>${run('box ')}</mc:Fallback></mc:AlternateContent>` +
          `<w:hyperlink>${run('bake')}</w:hyperlink><w:r><w:tab/><w:t>ten</w:t><w:noBreakHyphen/><w:t>fold</w:t></w:r>`,
      ) +
        `<w:tbl><w:tr><w:tc>${paragraph(run('cell 1'))}</w:tc><w:tc>${paragraph(run('cell 2'))}</w:tc></w:tr></w:tbl>`,
    )
    expect(await docxText(file)).toBe('We often box bake\tten\u2011fold\ncell 1\ncell 2\n')
  })
})

describe('hostile and broken files give one plain reason', () => {
  const reasonFor = async (file: Uint8Array) => {
    const { documents, refused } = await read(file, 'talk.docx')
    expect(documents).toEqual([])
    expect(refused).toHaveLength(1)
    return refused[0]!.reason
  }

  test('noise', async () => {
    expect(await reasonFor(Uint8Array.from({ length: 5000 }, (_, index) => (index * 7919) % 256))).toContain(
      'archive is broken',
    )
  })

  test('a cut-off archive', async () => {
    const whole = await docx(paragraph(run('words')))
    expect(await reasonFor(whole.subarray(0, whole.length - 30))).toContain('archive is broken')
  })

  test('an archive without Word text', async () => {
    expect(await reasonFor(await zipOf({ 'a.txt': 'words' }))).toContain('no Word text')
  })

  test('a part that unpacks to far more than its size', async () => {
    expect(await reasonFor(await zipOf({ 'word/document.xml': Buffer.alloc(30_000_000, 'a') }))).toContain(
      'times its size',
    )
  })

  test('too many parts', async () => {
    const parts = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`part${index}`, 'x']))
    await expect(
      docxText(await zipOf({ ...parts, 'word/document.xml': wordXml('') }), { ...zipLimits, entries: 10 }),
    ).rejects.toThrow('more than 10 parts')
  })

  test('a size in the list that lies', async () => {
    await expect(
      docxText(await docx(paragraph(run('x'.repeat(5000)))), { ...zipLimits, partBytes: 1000 }),
    ).rejects.toThrow('larger than is allowed')
  })

  test('XML entities', async () => {
    const bomb = `<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><w:document ${namespace}><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:document>`
    expect(await reasonFor(await zipOf({ 'word/document.xml': bomb }))).toContain('entities')
  })

  test('elements nested without end', async () => {
    expect(await reasonFor(await docx('<w:p>'.repeat(600) + '</w:p>'.repeat(600)))).toContain('nests deeper')
  })

  test('broken XML', async () => {
    expect(await reasonFor(await zipOf({ 'word/document.xml': '<w:document><w:p>' }))).toContain('XML inside')
  })

  test('a path that climbs out of the archive', async () => {
    const file = await zipOf({ 'aa/evil.txt': 'x', 'word/document.xml': wordXml(paragraph(run('words'))) })
    const climbing = Buffer.from(file.toString('latin1').replaceAll('aa/evil.txt', '../evil.txt'), 'latin1')
    expect(await reasonFor(climbing)).toContain('archive is broken')
  })

  test('other kinds of file', async () => {
    for (const [name, head, reason] of [
      ['a.png', '\u0089PNG', 'a picture'],
      ['a.doc', '\u00d0\u00cf\u0011\u00e0', 'old Office'],
      ['a.docx', '\u00d0\u00cf\u0011\u00e0', 'locked with a password'],
    ] as const) {
      const { refused } = await read(
        Uint8Array.from(head, (character) => character.charCodeAt(0)),
        name,
      )
      expect(refused[0]!.reason).toContain(reason)
    }
    expect((await read(await zipOf({ x: 'y' }), 'a.xlsx')).refused[0]!.reason).toContain('.xlsx')
  })
})
