import { describe, expect, test } from 'vitest'
import yazl from 'yazl'
import { joinedLines, pdfText, type PrintedLine, withoutRunningHeads } from '../../../server/files/documents/pdf.ts'
import { read, readOne, rolesOf, turnsOf } from './read.ts'

const latin1 = (text: string) => Buffer.from(text, 'latin1')
const reasonFor = async (content: string | Uint8Array, name: string) => (await read(content, name)).refused[0]?.reason

async function odt(body: string): Promise<Buffer> {
  const zip = new yazl.ZipFile()
  zip.addBuffer(Buffer.from('application/vnd.oasis.opendocument.text'), 'mimetype')
  const xml = `<?xml version="1.0"?><office:document-content xmlns:office="o" xmlns:text="t" xmlns:table="b"><office:body><office:text>${body}</office:text></office:body></office:document-content>`
  zip.addBuffer(Buffer.from(xml), 'content.xml')
  zip.end()
  const chunks: Buffer[] = []
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

describe('OpenDocument text', () => {
  test('spaces, tabs and line breaks are elements; deleted text, comments and notes are nobody’s words', async () => {
    const document = await readOne(
      await odt(
        '<text:tracked-changes><text:p>Int: deleted</text:p></text:tracked-changes>' +
          '<text:p>Int: How<text:s text:c="2"/>so?</text:p><text:p>Ann:<text:tab/>Well,<text:line-break/>fine<office:annotation><text:p>check</text:p></office:annotation>.</text:p>' +
          '<text:h>Int: <text:span>Why</text:span>?</text:h><text:p>Ann:\n   So<text:note><text:note-body><text:p>1</text:p></text:note-body></text:note>.</text:p>',
      ),
      'talk.odt',
    )
    expect(turnsOf(document)).toEqual(['Int|How  so?', 'Ann|Well,\nfine.', 'Int|Why?', 'Ann|So.'])
    expect(document.format).toBe('odt')
  })

  test('broken archives, entities and endless nesting are refused with one line', async () => {
    expect(await reasonFor(latin1('PK\u0003\u0004 nothing'), 'talk.odt')).toContain('archive is broken')
    const declared = (await odt('')).toString('latin1')
    expect(declared).toContain('content.xml')
    expect(await reasonFor(await odt('<text:span>'.repeat(600)), 'talk.odt')).toContain('deeper than 500')
    expect(await reasonFor(await odt('<text:p>open'), 'talk.odt')).toContain('is broken')
  })
})

describe('RTF', () => {
  test('code pages, Unicode with its fallback, hidden destinations, line ends', async () => {
    const file = String.raw`{\rtf1\ansi\ansicpg1251\uc1{\fonttbl{\f0 Arial;}}{\*\generator Tool;}{\header Page 1}
Int: \'ea\'e0\'ea?\par Ann: \u8220?Well\u8221?, {\b fine} \{so\}\emdash\~yes.\par Int: Why?\par Ann: {\deleted not }\u-10179?\u-8704? so.\par}`
    const document = await readOne(latin1(file), 'talk.rtf')
    expect(turnsOf(document)).toEqual(['Int|как?', 'Ann|“Well”, fine {so}—\u00a0yes.', 'Int|Why?', 'Ann|😀 so.'])
    expect(document.format).toBe('rtf')
  })

  test('a file that ends in the middle, nests without end or carries raw bytes is refused', async () => {
    expect(await reasonFor(String.raw`{\rtf1 Int: How?\par`, 'a.rtf')).toContain('never closed')
    expect(await reasonFor(`{\\rtf1 ${'{'.repeat(600)}`, 'a.rtf')).toContain('deeper than 500')
    expect(await reasonFor(String.raw`{\rtf1 {\pict\bin4 abcd}}`, 'a.rtf')).toContain('raw bytes')
  })
})

describe('HTML', () => {
  test('words only: scripts, styles, comments and mark-up are gone, an escaped tag stays words', async () => {
    const document = await readOne(
      '<!doctype html><html><head><title>T</title><style>p{}</style></head><body><script>alert("Int: x")</script><!-- Ann: secret --><p>Int: How <b>so</b>?</p><p>Ann: A caf&eacute; &amp; <i>more</i>.<br>Yes &lt;script&gt;.</p><div>Int: Why?</div><p>Ann: <img src=x onerror="alert(1)">So.</body></html>',
      'talk.html',
    )
    expect(turnsOf(document)).toEqual(['Int|How so?', 'Ann|A café & more.\nYes <script>.', 'Int|Why?', 'Ann|So.'])
    expect(document.text).not.toMatch(/alert|secret|onerror|p\{\}/)
    expect(document.format).toBe('html')
  })

  test('mark-up that is never closed is no trap', async () => {
    const started = performance.now()
    await read(`<html><p>Int: a</p>${'<b '.repeat(200_000)}`, 'a.html')
    await read(`<html><script>${'<script>'.repeat(200_000)}`, 'a.html')
    expect(performance.now() - started).toBeLessThan(3_000)
  })
})

describe('CHAT', () => {
  const talk =
    '@UTF8\n@Begin\n@Participants:\tINV Ann Investigator, PAR Bo Participant\n*INV:\thow was it ? \u00150_1200\u0015\n%mor:\tadv|how\n*PAR:\tit was slow\n\tand loud . \u00151200_2400\u0015\n*INV:\twhy ?\n*PAR:\tno idea .\n@End\n'

  test('main tiers are speech, their continuation too; roles come from the head, times from the bullets', async () => {
    const document = await readOne(talk, 'talk.cha')
    expect(turnsOf(document)).toEqual(['INV|how was it ?', 'PAR|it was slow and loud .', 'INV|why ?', 'PAR|no idea .'])
    expect(rolesOf(document)).toEqual({ INV: 'interviewer', PAR: 'participant' })
    expect(document.utterances[1]).toMatchObject({ startMs: 1200, endMs: 2400 })
    expect(document.speakers[0]!.reason).toBe('The file says: Investigator.')
  })
})

/** A PDF of one page a text, each text its lines from the top; built by hand so that the test holds what it reads. */
function pdf(pages: string[], extra = ''): Buffer {
  const objects: string[] = ['<< /Type /Catalog /Pages 2 0 R >>', '']
  const kids: string[] = []
  for (const page of pages) {
    const content = page
      .split('\n')
      .map((line, index) =>
        line ? `BT /F1 12 Tf 50 ${760 - index * 16} Td (${line.replace(/[()\\]/g, '\\$&')}) Tj ET` : '',
      )
      .join('\n')
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents ${objects.length + 2} 0 R /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Courier >> >> >> >>`,
    )
    kids.push(`${objects.length} 0 R`)
    objects.push(`<< /Length ${content.length} >>\nstream\n${content}\nendstream`)
  }
  objects[1] = `<< /Type /Pages /Kids [${kids.join(' ')}] /Count ${kids.length} >>`
  let file = '%PDF-1.4\n'
  const offsets = objects.map((object, index) => {
    const at = file.length
    file += `${index + 1} 0 obj\n${object}\nendobj\n`
    return at
  })
  const start = file.length
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')}`
  return latin1(`${file}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${extra} >>\nstartxref\n${start}\n%%EOF\n`)
}

describe('PDF', () => {
  const page = (number: number, lines: string[]) => ['Study of bread', '', ...lines, '', `Page ${number}`].join('\n')

  test('wrapped lines are joined, hyphens mended, running heads left out, turns found at line beginnings', async () => {
    const head = 'Ann: We bake every morning because the bread from the shop is stale and because'
    const document = await readOne(
      pdf([
        page(1, [
          'Int: How?',
          head,
          'the children like the smell of it when they come down in their paja-',
          'mas.',
          'Int: Why?',
        ]),
        page(2, ['Ann: So.', 'Int: And then?', '', '', '']),
        page(3, ['Ann: Nothing.', '', '', '', '']),
      ]),
      'talk.pdf',
    )
    expect(turnsOf(document)).toEqual([
      'Int|How?',
      `Ann|${head.slice(5)} the children like the smell of it when they come down in their pajamas.`,
      'Int|Why?',
      'Ann|So.',
      'Int|And then?',
      'Ann|Nothing.',
    ])
    expect(document.text).not.toContain('Study of bread')
    expect(document.format).toBe('pdf')
    expect(document.warnings.join()).toContain('left out')
  })

  test('a scan, a locked file, a broken one and a long one are each refused in one line', async () => {
    expect(await reasonFor(pdf(['']), 'scan.pdf')).toContain('no text')
    const lock = `/Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 /O (${'o'.repeat(32)}) /U (${'u'.repeat(32)}) /P -4 >> /ID [(1234567890123456) (1234567890123456)]`
    expect(await reasonFor(pdf(['Int: How?'], lock), 'locked.pdf')).toBe('The PDF is locked with a password.')
    expect(await reasonFor(latin1('%PDF-1.4 nothing'), 'broken.pdf')).toBe('The PDF is broken and can’t be read.')
    await expect(pdfText(pdf(['a', 'b', 'c']), { pages: 2, characters: 100 })).rejects.toThrow('more than 2 pages')
    await expect(pdfText(pdf(['long enough words']), { pages: 2, characters: 5 })).rejects.toThrow('larger than')
  })

  test('a paragraph ends where the gap is wide or the line is short', () => {
    const line = (text: string, y: number, right = 500): PrintedLine => ({ text, x: 50, y, right, size: 12 })
    expect(joinedLines([line('one', 700), line('two', 686, 200), line('three', 672), line('four', 640)])).toBe(
      'one two\nthree\n\nfour',
    )
  })

  test('what repeats on two pages only is kept: it may be said twice', () => {
    const lines = [{ text: 'Yes.', x: 50, y: 700, right: 80, size: 12 }]
    expect(withoutRunningHeads([lines, lines]).repeated).toBe(0)
    expect(withoutRunningHeads([lines, lines, lines]).repeated).toBe(3)
  })
})

describe('support exports', () => {
  test('JSON Lines: turns of several conversations one a line, system events among them', async () => {
    const { documents } = await read(
      [
        { conversation_id: '7', role: 'customer', text: 'My card is late' },
        { conversation_id: '8', role: 'customer', text: 'Hello' },
        { conversation_id: '7', event: 'agent_joined' },
        { conversation_id: '7', role: 'agent', text: 'Sorry' },
        { conversation_id: '8', role: 'agent', text: 'Hi' },
      ]
        .map((turn) => JSON.stringify(turn))
        .join('\r\n'),
      'chats.jsonl',
    )
    expect(documents.map(({ name }) => name)).toEqual(['chats.jsonl #7', 'chats.jsonl #8'])
    expect(turnsOf(documents[0]!)).toEqual(['customer|My card is late', 'System|agent joined', 'agent|Sorry'])
    expect(rolesOf(documents[0]!)).toEqual({ customer: 'participant', System: 'system', agent: 'agent' })
  })

  test('Intercom: the first message and comments; notes and assignments are no speech', async () => {
    const part = (part_type: string, body: string | null, type: string) => ({ part_type, body, author: { type } })
    const document = await readOne(
      JSON.stringify({
        id: '1',
        source: { body: '<p>My card &amp; PIN</p>', author: { type: 'lead' } },
        conversation_parts: {
          conversation_parts: [
            part('comment', '<p>Hello</p>', 'admin'),
            part('note', '<p>rude</p>', 'admin'),
            part('assignment', null, 'admin'),
            part('comment', '<p>Try<br>this</p>', 'bot'),
            part('comment', '<p>Thanks</p>', 'user'),
          ],
        },
      }),
      'one.json',
    )
    expect(turnsOf(document)).toEqual(['Customer|My card & PIN', 'Agent|Hello', 'Bot|Try\nthis', 'Customer|Thanks'])
    expect(rolesOf(document)).toMatchObject({ Customer: 'participant', Agent: 'agent' })
    expect(document.warnings).toEqual(['1 internal notes are left out.'])
  })

  test('Zendesk: the requester is the customer; internal comments and quoted mail are left out', async () => {
    const document = await readOne(
      JSON.stringify({
        ticket: { id: 5, requester_id: 11 },
        comments: [
          { id: 1, author_id: 11, body: 'Late.\n\nOn Monday, 3 March, Support wrote:\n> old words', public: true },
          { id: 2, author_id: 99, body: 'Sorry', public: true },
          { id: 3, author_id: 99, body: 'liar', public: false },
        ],
      }),
      'ticket.json',
    )
    expect(turnsOf(document)).toEqual(['Customer|Late.', 'Agent|Sorry'])
  })
})
