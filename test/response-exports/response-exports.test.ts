import { parse } from 'csv-parse/sync'
import { readSheet } from 'read-excel-file/node'
import { beforeEach, describe, expect, test } from 'vitest'
import { instrumentSchema } from '../../survey-forms/instrument.ts'
import { itemKinds } from '../../survey-forms/item-kinds/registry.ts'
import { aResearcher, type TestApp, testApp } from '../support/app.ts'
import { emptyDatabase, engines } from '../support/database.ts'
import { anOpenSurvey, type OpenSurvey, Phone } from '../surveys/support.ts'

/** Each kind of empty can come about: a hidden item, one that may be left out, a refusal, and pages behind the last one sent. */
const instrument = instrumentSchema.parse({
  code: 'empties',
  title: 'Four kinds of empty',
  description: 'For tests.',
  introduction: ['Hello.'],
  minutes: 1,
  thanks: 'Thank you.',
  pages: [
    { code: 'start', title: 'Before you start', items: [itemKinds.consent.examples[0]] },
    {
      code: 'first',
      title: 'First',
      items: [
        {
          kind: 'single-choice',
          code: 'owns',
          ask: 'Do you own one?',
          isRequired: true,
          options: [
            { code: 'yes', label: 'Yes' },
            { code: 'no', label: 'No' },
            { code: 'secret', label: 'Prefer not to say', isNonSubstantive: true },
          ],
        },
        { kind: 'short-text', code: 'brand', ask: 'Which brand?', isRequired: false },
      ],
    },
    {
      code: 'second',
      title: 'Second',
      items: [
        {
          kind: 'multiple-choice',
          code: 'used',
          ask: 'What do you use it for?',
          isRequired: false,
          showIf: { item: 'owns', isAnyOf: ['yes'] },
          options: [
            { code: 'wash', label: 'Washing' },
            { code: 'dry', label: 'Drying' },
          ],
        },
        { kind: 'long-text', code: 'words', ask: 'Anything else?', isRequired: false },
      ],
    },
  ],
})

describe.each(engines)('answers that leave, on the %s database', (engine) => {
  let world: TestApp
  let survey: OpenSurvey

  beforeEach(async () => {
    world = await testApp(await emptyDatabase(engine))
    survey = await anOpenSurvey(world, instrument)
  })

  async function answered(first: Record<string, string>, second?: Record<string, string | string[]>) {
    const phone = new Phone(world)
    await phone.get(`/s/${survey.surveyId}`)
    await phone.post({ consent: ['analysis'] })
    await phone.post(first)
    if (second) await phone.post(second)
  }

  async function everybody() {
    await answered({ owns: 'yes', brand: '=1+1' }, { used: ['dry'], words: 'Line one\nline "two", ünï' })
    await answered({ owns: 'no', brand: '' }, { words: '' })
    await answered({ owns: 'secret', brand: '' })
  }

  const get = (path: string) => survey.researcher.get(`/studies/${survey.studyId}/${path}`)

  test('as CSV keep the kinds of empty apart, in codes or in labels, and hold no formula', async () => {
    await everybody()
    const codes = await get('responses.csv')
    expect(codes.statusCode).toBe(200)
    const rows = parse(codes.body, { columns: true, bom: true }) as Record<string, string>[]
    expect(rows.map(({ respondent }) => respondent)).toEqual(['R-0001', 'R-0002', 'R-0003'])
    expect(rows.map(({ outcome }) => outcome)).toEqual(['completed', 'completed', 'in_progress'])
    expect(rows[0]).toMatchObject({ owns: 'yes', brand: "'=1+1", used_wash: '0', used_dry: '1' })
    expect(rows[0]!.words).toBe('Line one\nline "two", ünï')
    expect(rows[1]).toMatchObject({ owns: 'no', brand: '[skipped]', used_wash: '[not shown]', words: '[skipped]' })
    expect(rows[2]).toMatchObject({ owns: 'secret', used_dry: '[not reached]', words: '[not reached]' })
    const labels = parse((await get('responses.csv?values=labels')).body, { columns: true, bom: true }) as typeof rows
    expect(labels[0]).toMatchObject({ owns: 'Yes', used_wash: 'no', used_dry: 'yes' })
    expect(labels[2]).toMatchObject({ owns: 'Prefer not to say' })
  })

  test('as a sheet hold the same cells', async () => {
    await everybody()
    const [header, first] = await readSheet((await get('responses.xlsx')).rawPayload, { trim: false })
    const cell = (name: string) => first![header!.indexOf(name)]
    expect(cell('brand')).toBe('=1+1')
    expect(cell('used_dry')).toBe('1')
    expect(cell('words')).toBe('Line one\nline "two", ünï')
  })

  test('as JSON Lines are as they were stored, with the reason for each missing one', async () => {
    await everybody()
    const lines = (await get('responses.jsonl')).body.trimEnd().split('\n')
    const read = lines.map((line) => JSON.parse(line) as { answers: object; withoutAnswer: object })
    expect(read[0]!.answers).toMatchObject({ owns: 'yes', brand: '=1+1', used: ['dry'] })
    expect(read[0]!.withoutAnswer).toEqual({})
    expect(read[1]!.withoutAnswer).toMatchObject({ brand: 'skipped', used_wash: 'not_shown', words: 'skipped' })
    expect(read[2]!.withoutAnswer).toMatchObject({ owns: 'refused', used_dry: 'not_reached' })
  })

  test('come with a codebook that explains every column', async () => {
    await everybody()
    const page = (await get('variables')).body
    const columns = Object.keys(
      (parse((await get('responses.csv')).body, { columns: true, bom: true }) as object[])[0]!,
    )
    for (const name of columns.slice(7)) expect(page).toContain(`<code>${name}</code>`)
    expect(page).toContain('Prefer not to say')
  })

  test('leave nothing to another workspace', async () => {
    const stranger = await aResearcher(world, 'M. Ruiz')
    for (const path of ['responses.csv', 'responses.xlsx', 'responses.jsonl', 'variables'])
      expect((await stranger.get(`/studies/${survey.studyId}/${path}`)).statusCode).toBe(404)
  })
})
