import { randomBytes } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import yazl from 'yazl'
import { aResearcher, type Researcher, type TestApp, testApp } from '../support/app.ts'
import { emptyDatabase } from '../support/database.ts'
import { everyRow } from '../support/every-row.ts'
import { notPlain } from '../support/plain-words.ts'

let world: TestApp
let researcher: Researcher
let study: string

beforeEach(async () => {
  world = await testApp(await emptyDatabase())
  researcher = await aResearcher(world)
  await researcher.post('/studies', { decision: 'Whether to open on Sundays.', name: 'Sundays' })
  const { id } = await world.open.db.selectFrom('study').select('id').executeTakeFirstOrThrow()
  study = `/studies/${id}`
})

/** Files that are no table, with the words that must be on the page. */
const badTables: { name: string; file: string; bytes: () => Buffer | string; says: string }[] = [
  { name: 'an empty file', file: 'empty.csv', bytes: () => '', says: 'empty' },
  { name: 'a file of blank lines', file: 'blank.csv', bytes: () => '\n\n  \n', says: 'blank.csv' },
  { name: 'a picture called .csv', file: 'picture.csv', bytes: () => randomBytes(200_000), says: 'not a text file' },
  {
    name: 'a workbook called .csv',
    file: 'book.csv',
    bytes: () => Buffer.concat([Buffer.from('PK\u0003\u0004'), randomBytes(50_000)]),
    says: 'save the sheet as CSV',
  },
  {
    name: 'a table of 10,000 columns',
    file: 'wide.csv',
    bytes: () => `${columns(10_000, 'question')}\n${columns(10_000, 'answer')}\n`,
    says: 'wide.csv has 10,000 columns; at most 2,000 can be read.',
  },
  {
    name: 'a table whose first quotation mark is never closed',
    file: 'quote.csv',
    bytes: () => `"Question,Answer\n${'Repairs,yes\n'.repeat(2_000)}`,
    says: 'quotation mark',
  },
]

describe.each([
  { what: 'answers', address: 'imports', field: 'file' },
  { what: 'customers', address: 'customer-files', field: 'files' },
])('a table of $what', ({ address, field }) => {
  test.each(badTables)('$name is refused in plain words and leaves nothing behind', async ({ file, bytes, says }) => {
    const before = await everyRow(world.open.db)
    const reply = await researcher.upload(`${study}/${address}`, [{ name: file, bytes: bytes(), field }])

    expect(reply.statusCode).toBe(422)
    expect(notPlain(reply)).toBe('')
    expect(reply.body).toContain(says)
    expect(await everyRow(world.open.db)).toEqual(before)
    expect((await researcher.get(study)).statusCode).toBe(200)
  })

  test('a name that is a path or markup is shown as text and opens nothing', async () => {
    const name = '../../<img src=x onerror=alert(1)>.csv'
    const reply = await researcher.upload(`${study}/${address}`, [{ name, bytes: randomBytes(5_000), field }])
    expect(reply.statusCode).toBe(422)
    expect(reply.body).not.toContain('<img src=x')
  })
})

test('a quotation mark that opens among the answers and never closes costs its own line, and the page says which', async () => {
  const lines = Array.from({ length: 40 }, (_, index) => `c-${index},${index % 2 ? 'yes' : 'no'},fine`)
  lines[20] = 'c-20,yes,"never closed'
  const file = ['RespondentID,Would you come?,Anything else?', ...lines].join('\n')
  const reply = await researcher.upload(`${study}/imports`, [{ name: 'quote.csv', bytes: file, field: 'file' }])
  expect(reply.statusCode).toBe(303)
  const page = await researcher.get(String(reply.headers.location))
  expect(page.statusCode).toBe(200)
  expect(notPlain(page)).toBe('')

  await researcher.post(`${reply.headers.location}/confirmation`, { basis: 'Consent' })
  const imported = await researcher.get(String(reply.headers.location))
  expect(imported.body).toMatch(/<td class="number">22<\/td><td>[^<]*quotation mark/)
  const { kept } = await world.open.db
    .selectFrom('response')
    .select(({ fn }) => fn.countAll<number>().as('kept'))
    .executeTakeFirstOrThrow()
  expect(Number(kept)).toBe(39)
})

/** Files that are no interview, with the words that must be on the page. */
const badDocuments: { name: string; file: string; bytes: () => Promise<Buffer> | Buffer; says: string }[] = [
  { name: 'an empty file', file: 'empty.txt', bytes: () => Buffer.alloc(0), says: 'The file is empty.' },
  {
    name: 'a Word file that is noise',
    file: 'noise.docx',
    bytes: () => Buffer.concat([Buffer.from('PK\u0003\u0004'), randomBytes(20_000)]),
    says: 'archive is broken',
  },
  {
    name: 'a Word file cut off in the middle',
    file: 'cut.docx',
    bytes: async () => {
      const whole = await zipOf({ 'word/document.xml': randomBytes(30_000) })
      return whole.subarray(0, whole.length / 2)
    },
    says: 'archive is broken',
  },
  {
    name: 'a Word file whose text is no XML',
    file: 'torn.docx',
    bytes: () => zipOf({ 'word/document.xml': Buffer.from('<w:document><w:p>') }),
    says: 'XML inside',
  },
  {
    name: 'a ZIP bomb called .docx',
    file: 'bomb.docx',
    bytes: () => zipOf({ 'word/document.xml': Buffer.alloc(400_000_000, 'a') }),
    says: 'times its size',
  },
  { name: 'a recording called .txt', file: 'sound.txt', bytes: () => randomBytes(100_000), says: 'sound.txt' },
]

test.each(badDocuments)('as an interview, $name is refused with its reason and its neighbour is kept', async (bad) => {
  const { db } = world.open
  const reply = await researcher.upload(
    `${study}/interviews`,
    [
      { name: bad.file, bytes: await bad.bytes() },
      { name: 'good.txt', bytes: 'Interviewer: Why?\nAnn: I need it to last.\nInterviewer: And?\nAnn: That is all.\n' },
    ],
    { basis: 'Signed form', mayQuote: 'no' },
  )
  expect(reply.statusCode).toBe(303)
  const page = await researcher.get(`${study}/interviews`)
  expect(page.statusCode).toBe(200)
  expect(notPlain(page)).toBe('')
  expect(page.body).toContain(bad.file)
  expect(page.body).toContain(bad.says)
  expect(await db.selectFrom('storedFile').select('name').execute()).toEqual([{ name: 'good.txt' }])
  expect(await db.selectFrom('document').select('number').execute()).toHaveLength(1)
})

describe('a form that does not arrive whole', () => {
  const file = (name: string, field: string) =>
    `--x\r\ncontent-disposition: form-data; name="${field}"; filename="${name}"\r\ncontent-type: text/plain\r\n\r\n`
  const send = (address: string, payload: string, type = 'multipart/form-data; boundary=x') =>
    world.app.inject({
      method: 'POST',
      url: `${study}/${address}?form=${researcher.form}`,
      cookies: { verbatim: researcher.cookie },
      headers: { accept: 'text/html', 'content-type': type },
      payload,
    })

  test.each([
    ['imports', 'file'],
    ['customer-files', 'files'],
    ['interviews', 'files'],
  ])('in the middle of a file for %s is refused, and nothing stays', async (address, field) => {
    const before = await everyRow(world.open.db)
    await refused(await send(address, `${file('half.csv', field)}${'Question,Answer\n'.repeat(60_000)}`), before)
  })

  test('after a whole file and in the next one keeps neither', async () => {
    const before = await everyRow(world.open.db)
    const whole = `${file('one.txt', 'files')}Ann: I need it to last.\r\n`
    await refused(await send('interviews', `${whole}${file('two.txt', 'files')}Ann: And`), before)
  })

  test('because it has no boundary, or is none of the kind, is refused', async () => {
    const before = await everyRow(world.open.db)
    await refused(await send('imports', 'words', 'multipart/form-data'), before)
    await refused(await send('imports', 'file=words', 'application/x-www-form-urlencoded'), before)
  })

  async function refused(reply: Awaited<ReturnType<typeof send>>, before: Record<string, string>): Promise<void> {
    expect(reply.statusCode).toBeGreaterThanOrEqual(400)
    expect(reply.statusCode).toBeLessThan(500)
    expect(notPlain(reply)).toBe('')
    expect(await everyRow(world.open.db)).toEqual(before)
    expect((await researcher.get(study)).statusCode).toBe(200)
  }
})

function columns(count: number, word: string): string {
  return Array.from({ length: count }, (_, index) => `${word} ${index}`).join(',')
}

async function zipOf(parts: Record<string, Buffer>): Promise<Buffer> {
  const zip = new yazl.ZipFile()
  for (const [name, content] of Object.entries(parts)) zip.addBuffer(content, name)
  zip.end()
  const chunks: Buffer[] = []
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
