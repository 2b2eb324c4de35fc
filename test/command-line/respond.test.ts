import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { shippedInstruments } from '../../survey-forms/catalogue.ts'
import type { CommandContext } from '../../server/command-line/command.ts'
import { formOfPage } from '../../server/command-line/respond/form-of-page.ts'
import { runRespond } from '../../server/command-line/respond.ts'
import { runResponses } from '../../server/command-line/responses.ts'
import { runSurvey } from '../../server/command-line/survey.ts'
import { everyKindInstrument } from '../surveys/every-kind.ts'

let folder: string
let context: CommandContext

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'verbatim-respond-'))
  context = { cwd: folder, log: () => undefined, workers: 1 }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function surveyFile(name: string, instrument: object): Promise<string> {
  await writeFile(join(folder, name), JSON.stringify(instrument))
  return name
}

test('a page is read as a browser without script reads it', () => {
  const html =
    '<main><form method="post" action="/r/1?a=1&amp;b=2"><input type="hidden" name="_mark" value="x&quot;y">' +
    '<input type="radio" name="owns" value="yes"><input type="radio" name="owns" value="no" checked>' +
    '<select name="place"><option value="">none</option><option value="1" selected>1</option></select>' +
    '<textarea name="why">typed</textarea><button name="_move" value="back">Back</button></form></main>'
  expect(formOfPage(html)).toEqual({
    action: '/r/1?a=1&b=2',
    hidden: [['_mark', 'x"y']],
    fields: [
      { name: 'owns', type: 'radio', values: ['yes', 'no'] },
      { name: 'place', type: 'select', values: ['1'] },
      { name: 'why', type: 'text', values: [] },
    ],
  })
  expect(formOfPage('<main><p>Thank you.</p></main>')).toBeNull()
})

test('simulated people finish a questionnaire with every kind of item, and the same seed gives the same answers', async () => {
  const survey = await surveyFile('every-kind.json', everyKindInstrument())
  const run = (out: string) => runRespond(['--survey', survey, '--n', '12', '--seed', '3', '--out', out], context)
  const report = await run('one.csv')
  expect(report).toMatchObject({ respondents: { sent: 12, completed: 12, stuck: 0 }, refusals: {} })
  const read = async (name: string) =>
    parse(await readFile(join(folder, name)), { columns: true, bom: true }) as Record<string, string>[]
  const answers = await read('one.csv')
  expect(answers).toHaveLength(12)
  await run('two.csv')
  // What a response draws for itself, and the clock.
  const drawn = /^(respondent|started_at|completed_at|seconds)$|^(matters|annoys)_|_arm$/
  const timeless = (rows: Record<string, string>[]) =>
    rows.map((row) => JSON.stringify(Object.entries(row).filter(([name]) => !drawn.test(name)))).sort()
  expect(timeless(await read('two.csv'))).toEqual(timeless(answers))
})

test('a survey is checked before anybody answers it', async () => {
  const shipped = shippedInstruments()[0]!
  const fine = await runSurvey(['check', await surveyFile('fine.json', shipped)], context)
  expect(fine).toMatchObject({ isPublishable: true, code: shipped.code })
  const [first, second, ...rest] = shipped.pages
  const broken = { ...shipped, pages: [first, { ...second, showIf: 'nobody_asks_this == "yes"' }, ...rest] }
  const report = await runSurvey(['check', await surveyFile('broken.json', broken)], context)
  expect(report).toMatchObject({ isPublishable: false })
  expect(JSON.stringify(report)).toContain('nobody_asks_this')
  expect(await runSurvey(['check', await surveyFile('no.json', { pages: [] })], context)).toMatchObject({
    isPublishable: false,
  })
  await writeFile(join(folder, 'text.json'), 'no json')
  await expect(runSurvey(['check', 'text.json'], context)).rejects.toThrow('is not JSON')
  await expect(runSurvey(['check', 'nowhere.json'], context)).rejects.toThrow('no file')
})

test('answers of a file are read, with what was recognised', async () => {
  await writeFile(
    join(folder, 'answers.csv'),
    'Region,Why?\nNorth,It lasts and can be repaired by me\nSouth,It is cheap\n',
  )
  const report = await runResponses(['import', 'answers.csv'], context)
  expect(report).toMatchObject({ isKept: false, read: 2, kept: 2, refused: [] })
  await expect(runResponses(['import', 'nowhere.csv'], context)).rejects.toThrow('exists')
  await expect(runResponses(['export', 'not-an-id'], context)).rejects.toThrow('no id of a study')
  await expect(runResponses(['export', crypto.randomUUID(), '--format', 'pdf'], context)).rejects.toThrow('--format')
})
