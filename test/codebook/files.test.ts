import { buffer } from 'node:stream/consumers'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { withAdded, withOpposite, withPlace, withRetired, ruleBroken } from '../../server/codebook/changes.ts'
import { defaultCodebook } from '../../server/codebook/default-codebook.ts'
import { differencesBetween } from '../../server/codebook/differences.ts'
import { CodebookFileRefused } from '../../server/codebook/errors.ts'
import { planImport } from '../../server/codebook/files/plan.ts'
import { readCodebookFile } from '../../server/codebook/files/read.ts'
import { codebookFile, csvCell, fromCsvCell } from '../../server/codebook/files/write.ts'
import { plainText } from '../../server/codebook/plain-text.ts'
import { type CodeRow, codesOfStudy } from '../../server/codebook/store.ts'
import { facets } from '../../server/facets.ts'
import { walkXml } from '../../server/files/xml/walk-xml.ts'
import { aStudy, anotherStudy, plainText as wordsOfPage, type World } from '../interviews/support.ts'
import { codeNamed, history, studyKey } from './support.ts'

const at = new Date('2026-03-02T10:00:00Z')
const studyId = '019a0000-0000-7000-8000-000000000001'
const nobody = { facet: null, overrule: new Set<string>(), at }

function shipped(): CodeRow[] {
  return defaultCodebook.map((code, position) => ({
    opposite: null,
    ...code,
    position,
    retiredAt: null,
    parent: null,
    mergedInto: null,
    lastChange: 0,
  }))
}

const formats = ['csv', 'xlsx', 'qdc'] as const

async function reread(codes: CodeRow[], format: (typeof formats)[number], asOf = 7) {
  const bytes = await buffer(codebookFile(format, codes, { studyId, asOf }))
  return readCodebookFile(bytes, { name: `codebook.${format}`, studyId, known: codes })
}

async function importedFrom(text: string, codes = shipped(), choices: Partial<Parameters<typeof planImport>[2]> = {}) {
  const rows = await readCodebookFile(Buffer.from(text), { name: 'codes.csv', studyId, known: codes })
  return planImport(codes, rows, { ...nobody, ...choices })
}

test.each(formats)('the codebook that ships, out as %s and in again, changes nothing', async (format) => {
  const codes = shipped()
  const plan = planImport(codes, await reread(codes, format), nobody)
  expect(plan.rows.map(({ outcome }) => outcome)).toEqual(codes.map(() => 'same'))
  expect(plan.untouched).toBe(0)
  expect(differencesBetween(codes, plan.codes)).toEqual([])
})

/** Text of every kind that breaks files: formulas, quotes, line ends, letters beyond the first plane, labels of the format itself. */
const text = (least: number, most: number) =>
  fc
    .oneof(
      fc.string({ unit: 'grapheme', minLength: least, maxLength: most - 30 }),
      fc.string({ unit: 'binary', minLength: least, maxLength: most - 30 }),
      fc.constantFrom(
        '=1+1 and so on',
        "'=cmd|calc is quoted",
        '+49 30 1234567',
        '-5 degrees outside',
        '@SUM(A1), they said',
        'two\r\nlines, "quoted"',
        'first\n\nExample: third',
        'Example: of nothing',
        ' Example: set in',
        '_x000D_ as written <b>&amp;</b>',
        'שלום, 👩🏽‍🔬 und größer',
        ';,\t| separators',
        'Response',
      ),
    )
    .map((value) => plainText(`${value}`).slice(0, most))
    .map(plainText)
    .filter((value) => value.length >= least)

const grown = fc
  .array(
    fc.record({
      facet: fc.constantFrom(...facets),
      under: fc.nat(),
      name: text(1, 80),
      definition: text(10, 600),
      whenToUse: text(0, 600),
      whenNotToUse: text(0, 600),
      example: text(0, 600),
      last: fc.constantFrom('nothing', 'retire', 'pair', 'top'),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((list) => {
    let codes = shipped()
    for (const { facet, under, last, ...texts } of list) {
      const own = codes.filter((code) => code.facet === facet && code.retiredAt === null)
      const parent = under % 3 === 0 ? null : own[under % own.length]!.key
      const { codes: next, key } = withAdded(codes, { facet, parent, texts })
      const done =
        last === 'retire'
          ? withRetired(next, key, at)
          : last === 'pair'
            ? withOpposite(next, key, own[under % own.length]!.key)
            : last === 'top'
              ? withPlace(next, key, { facet, parent: null })
              : next
      if (ruleBroken(done) === null) codes = done
    }
    return codes
  })

test.each(['csv', 'xlsx'] as const)(
  'whatever a codebook says, out as %s and in again it changes nothing',
  async (format) => {
    await fc.assert(
      fc.asyncProperty(grown, async (codes) => {
        const plan = planImport(codes, await reread(codes, format), nobody)
        expect(plan.rows.filter(({ outcome }) => outcome !== 'same')).toEqual([])
        expect(differencesBetween(codes, plan.codes)).toEqual([])
      }),
      { numRuns: 40 },
    )
  },
)

test('nor out as qdc, which holds what is in use', async () => {
  await fc.assert(
    fc.asyncProperty(grown, async (codes) => {
      const plan = planImport(codes, await reread(codes, 'qdc'), nobody)
      expect(differencesBetween(codes, plan.codes)).toEqual([])
    }),
    { numRuns: 40 },
  )
})

test('into another codebook, a codebook brings its keys, its tree, its pairs and what is retired', async () => {
  let codes = shipped()
  const texts = { name: 'Repair', definition: 'What mending costs them.', whenToUse: '', whenNotToUse: '', example: '' }
  codes = withAdded(codes, { facet: 'pain', parent: 'pain.cost', texts }).codes
  codes = withAdded(codes, { facet: 'pain', parent: 'pain.repair', texts: { ...texts, name: 'Parts' } }).codes
  codes = withOpposite(codes, 'pain.repair', 'pain.parts')
  codes = withRetired(codes, 'need.support', at)
  for (const format of ['csv', 'xlsx'] as const) {
    const plan = planImport(shipped(), await reread(codes, format), nobody)
    expect(plan.rows.filter(({ outcome }) => outcome === 'refused')).toEqual([])
    const without = (list: CodeRow[]) =>
      list.map((code) => ({ ...code, position: 0 })).sort((a, b) => (a.key < b.key ? -1 : 1))
    expect(without(plan.codes)).toEqual(without(codes))
  }
})

test('a formula in a name leaves as text, and comes back as it was', async () => {
  const texts = {
    name: '=HYPERLINK("http://x")',
    definition: '@SUM(1) is a formula.',
    whenToUse: '',
    whenNotToUse: '',
    example: "'=1",
  }
  const { codes } = withAdded(shipped(), { facet: 'pain', parent: null, texts })
  const csv = (await buffer(codebookFile('csv', codes, { studyId, asOf: 0 }))).toString()
  expect(csv).toContain("'=HYPERLINK")
  for (const cell of csv.split(/[,\r\n]/)) expect(cell).not.toMatch(/^"?[=+@]/)
  for (const cell of ['=1', "'=1", "''=1", "'tis", '-5', '', '-a']) expect(fromCsvCell(csvCell(cell))).toBe(cell)
})

test('a spreadsheet written by hand adds codes under names, in any order of its rows', async () => {
  const plan = await importedFrom(
    'Facet;Name;Under;Description\nPains;Parts;Repair;What parts cost.\nPain;Repair;COST;What mending costs.\nneed;Quiet;;No noise at night.\n',
  )
  expect(plan.rows.map(({ outcome, note }) => [outcome, note])).toEqual([
    ['added', ''],
    ['added', ''],
    ['added', ''],
  ])
  const code = (key: string) => plan.codes.find((one) => one.key === key)
  expect(code('pain.parts')).toMatchObject({ parent: 'pain.repair', definition: 'What parts cost.' })
  expect(code('pain.repair')).toMatchObject({ parent: 'pain.cost' })
  expect(plan.untouched).toBe(shipped().length)
})

test('a row that can’t be taken says why, and the others are taken', async () => {
  const long = 'x'.repeat(81)
  const plan = await importedFrom(
    [
      'Facet,Name,Under,Definition,Opposite,Status',
      'need,Quiet,,No noise at night.,,',
      'mood,Happy,,A mood is no facet.,,',
      ',Homeless,,It names no facet.,,',
      'need,,,It has no name at all.,,',
      `need,${long},,Too long a name.,,`,
      'need,Orphan,Nowhere,Its parent is not there.,,',
      'need,Child of orphan,Orphan,Its parent is refused.,,',
      'need,quiet,,The same again.,,',
      'need,Stranger,pain.cost,Under another facet.,,',
      'need,Odd,,Its status is odd.,,gone',
      'need,Against,,Its opposite is not there.,Nothing,',
      'need,Ring,Ring,Under itself.,,',
    ].join('\n'),
  )
  expect(plan.rows.map(({ name, outcome }) => `${name.slice(0, 16)} ${outcome}`)).toEqual([
    'Quiet added',
    'Happy refused',
    'Homeless refused',
    ' refused',
    `${'x'.repeat(16)} refused`,
    'Orphan refused',
    'Child of orphan refused',
    'quiet refused',
    'Stranger refused',
    'Odd refused',
    'Against refused',
    'Ring refused',
  ])
  const notes = plan.rows.map(({ note }) => note)
  expect(notes[1]).toBe('“mood” is none of the nine facets.')
  expect(notes[5]).toBe('There is no code “Nowhere” for it to stand under.')
  expect(notes[7]).toBe('It is about the same code as line 2.')
  expect(notes[8]).toContain('a code stands under one of its own facet')
  expect(notes[11]).toContain('under itself')
  expect(ruleBroken(plan.codes)).toBeNull()
})

test('a row without a facet stands where the person says, and one without a definition is told to have none', async () => {
  const plan = await importedFrom('tag,description\nNoise,\nQuiet,It is quiet at night.\n', shipped(), {
    facet: 'experience',
  })
  expect(plan.rows.map(({ key, outcome }) => [key, outcome])).toEqual([
    ['experience.noise', 'added'],
    ['experience.quiet', 'added'],
  ])
  expect(plan.rows[0]!.note).toContain('no definition yet')
})

test('what was changed here since the file was written stays, unless the person says otherwise', async () => {
  const codes = shipped().map((code) => (code.key === 'pain.cost' ? { ...code, name: 'Money', lastChange: 9 } : code))
  const file = 'Key,Name,As of change\npain.cost,Price,7\npain.slowness,Waits,7\n'
  const plan = await importedFrom(file, codes)
  expect(plan.rows.map(({ outcome }) => outcome)).toEqual(['conflict', 'changed'])
  expect(plan.codes.find(({ key }) => key === 'pain.cost')!.name).toBe('Money')
  expect(plan.rows[0]).toMatchObject({ before: { name: 'Money' }, after: { name: 'Price' } })
  const overruled = await importedFrom(file, codes, { overrule: new Set(['pain.cost']) })
  expect(overruled.codes.find(({ key }) => key === 'pain.cost')!.name).toBe('Price')
  const later = await importedFrom(file.replaceAll(',7', ',9'), codes)
  expect(later.rows[0]!.outcome).toBe('changed')
})

test('a REFI-QDA codebook of another program is read: folders, nested codes, ids in braces', async () => {
  const xml = `<?xml version="1.0" encoding="utf-8"?><c:CodeBook xmlns:c="urn:QDA-XML:codebook:1:0" origin="Other"><c:Codes>
    <c:Code guid="{A1B2C3D4-0000-4000-8000-000000000001}" name="Pains" isCodable="false"><c:Code guid="A1B2C3D4-0000-4000-8000-000000000002" name="Cost &amp; more" isCodable="true" color="#F00"><c:Description>Too dear.</c:Description><c:Code guid="A1B2C3D4-0000-4000-8000-000000000003" name="Repair" isCodable="true"/></c:Code></c:Code>
    <c:Code guid="A1B2C3D4-0000-4000-8000-000000000004" name="Loose" isCodable="true"/></c:Codes></c:CodeBook>`
  const rows = await readCodebookFile(Buffer.from(xml), { name: 'other.qdc', studyId, known: [] })
  const plan = planImport([], rows, { ...nobody, facet: 'value' })
  expect(plan.codes.map(({ key, parent, definition }) => [key, parent, definition])).toEqual([
    ['pain.cost-more', null, 'Too dear.'],
    ['pain.repair', 'pain.cost-more', ''],
    ['value.loose', null, ''],
  ])
})

test.each([
  ['an entity', '<!DOCTYPE c [<!ENTITY e "x">]><CodeBook><Codes><Code name="&e;"/></Codes></CodeBook>'],
  ['broken XML', '<CodeBook><Codes><Code name="a">'],
  ['other XML', '<html><body>words</body></html>'],
  ['depth', `<CodeBook>${'<Code name="a">'.repeat(500)}`],
  ['no name', 'Colour,Size\nred,1\n'],
  ['nothing', ''],
  ['a broken workbook', 'PK\u0003\u0004 not a zip'],
  ['too many', `Name\n${Array.from({ length: 1_001 }, (_, index) => `Code ${index}`).join('\n')}`],
])('a file with %s is refused in one sentence', async (_, content) => {
  const reading = readCodebookFile(Buffer.from(content), { name: 'codes', studyId, known: [] })
  await expect(reading).rejects.toBeInstanceOf(CodebookFileRefused)
})

let world: World
beforeAll(async () => {
  world = await aStudy()
})

async function uploaded(content: string, name = 'codes.csv') {
  return world.researcher.upload(`/studies/${world.studyId}/codebook/files`, [{ name, bytes: content, field: 'file' }])
}

test('an uploaded codebook changes nothing before it is confirmed, then once, and can be taken back whole', async () => {
  const before = await codesOfStudy(world.open.db, studyKey(world))
  const reply = await uploaded(
    'Key,Facet,Name,Under,Definition\npain.cost,pain,Money,,What it costs them in money.\n,pain,Repair,pain.cost,What mending costs.\n',
  )
  expect(reply.statusCode).toBe(303)
  const address = String(reply.headers.location)
  const preview = await world.researcher.get(address)
  const words = wordsOfPage(preview.body)
  expect(words).toContain('1 added, 1 changed')
  expect(words).toContain('Money')
  expect(await codesOfStudy(world.open.db, studyKey(world))).toEqual(before)
  const seen = /name="seen" value="(\d+)"/.exec(preview.body)![1]!
  const confirm = () => world.researcher.post(`${address}/confirmation`, { seen, facet: '' })
  expect((await confirm()).statusCode).toBe(303)
  expect(await codeNamed(world, 'pain.repair')).toMatchObject({ parent: 'pain.cost' })
  expect((await confirm()).statusCode).toBe(404)
  const [change] = await history(world)
  expect(change).toMatchObject({ kind: 'imported', about: '1 code added, 1 changed' })
  await world.researcher.post(`/studies/${world.studyId}/codebook/undone`, { number: String(change!.number) })
  expect(differencesBetween(before, await codesOfStudy(world.open.db, studyKey(world)))).toEqual([])
  expect(
    await world.open.db.selectFrom('storedFile').select('name').where('purpose', '=', 'codebook').execute(),
  ).toEqual([])
})

test('a codebook that changed after the preview is looked at again', async () => {
  const address = String((await uploaded('Facet,Name,Definition\npain,Noise,It is loud at night.\n')).headers.location)
  const seen = /name="seen" value="(\d+)"/.exec((await world.researcher.get(address)).body)![1]!
  await world.researcher.post(`/studies/${world.studyId}/codes`, {
    place: 'facet:pain',
    name: 'Noise',
    definition: 'It is loud at night.',
  })
  const reply = await world.researcher.post(`${address}/confirmation`, { seen, facet: '' })
  expect(reply.statusCode).toBe(409)
  expect(wordsOfPage(reply.body)).toContain('Nothing to change in codes.csv')
})

test('a file that can’t be read says so on the page it was sent from, and is not kept', async () => {
  const reply = await uploaded('<!DOCTYPE x [<!ENTITY a "b">]><CodeBook/>', 'hostile.qdc')
  expect(reply.statusCode).toBe(422)
  expect(wordsOfPage(reply.body)).toContain('hostile.qdc declares XML entities, which are refused.')
  const nothing = await world.researcher.upload(`/studies/${world.studyId}/codebook/files`, [])
  expect(nothing.statusCode).toBe(422)
})

test('a codebook taken along from one study comes whole into another', async () => {
  const file = await world.researcher.get(`/studies/${world.studyId}/codebook.xlsx`)
  expect(file.headers['content-disposition']).toBe('attachment; filename="codebook.xlsx"')
  const other = await anotherStudy(world, world.researcher)
  const reply = await world.researcher.upload(`/studies/${other}/codebook/files`, [
    { name: 'codebook.xlsx', bytes: file.rawPayload, field: 'file' },
  ])
  const address = String(reply.headers.location)
  const preview = await world.researcher.get(address)
  const seen = /name="seen" value="(\d+)"/.exec(preview.body)![1]!
  await world.researcher.post(`${address}/confirmation`, { seen, facet: '' })
  const strip = (codes: CodeRow[]) =>
    codes
      .map(({ key, name, definition, parent }) => ({ key, name, definition, parent }))
      .sort((a, b) => (a.key < b.key ? -1 : 1))
  const there = await codesOfStudy(world.open.db, { workspaceId: world.researcher.workspaceId, studyId: other })
  expect(strip(there)).toEqual(strip(await codesOfStudy(world.open.db, studyKey(world))))
})

test('a file that is too large is refused before it is read', async () => {
  const reply = await uploaded(`Name\n${'x'.repeat(4 * 2 ** 20)}`, 'large.csv')
  expect(reply.statusCode).toBe(422)
  expect(wordsOfPage(reply.body)).toContain('A codebook takes up to 4 MB; this file is larger.')
})

test('a REFI-QDA file keeps the order of the standard: description first, ids and names on every code', async () => {
  const xml = (await world.researcher.get(`/studies/${world.studyId}/codebook.qdc`)).body
  expect(xml).toContain('<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="Verbatim">')
  const open: { children: string[] }[] = []
  walkXml(xml, {
    open: ({ name, attributes }) => {
      open.at(-1)?.children.push(name)
      open.push({ children: [] })
      if (name !== 'Code') return
      expect(Object.keys(attributes).sort()).toEqual(['guid', 'isCodable', 'name'])
      expect(attributes.guid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      expect(['true', 'false']).toContain(attributes.isCodable)
    },
    close: (name) => {
      const { children } = open.pop()!
      if (name === 'Code') expect(children.lastIndexOf('Description')).toBeLessThanOrEqual(0)
    },
  })
  await world.open.db
    .updateTable('code')
    .set({ retiredAt: world.clock.now() })
    .where('studyId', '=', world.studyId)
    .execute()
  expect((await world.researcher.get(`/studies/${world.studyId}/codebook.qdc`)).statusCode).toBe(409)
})
