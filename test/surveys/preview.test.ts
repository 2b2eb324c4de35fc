import { beforeAll, describe, expect, test } from 'vitest'
import { instrumentSchema } from '../../survey-forms/instrument.ts'
import { type Researcher, type TestApp, testApp } from '../support/app.ts'
import { emptyDatabase } from '../support/database.ts'
import { fieldsOfForm } from './editor-helpers.ts'
import { anOpenSurvey, closedAnswers, smallInstrument } from './support.ts'

describe('the preview follows the rules that respondents follow', () => {
  let world: TestApp
  let researcher: Researcher
  let path: string

  beforeAll(async () => {
    world = await testApp(await emptyDatabase())
    const instrument = instrumentSchema.parse({
      ...smallInstrument,
      pages: smallInstrument.pages.map((page) =>
        page.code === 'words' ? { ...page, showIf: 'how_often == "weekly"' } : page,
      ),
      screenOuts: [{ code: 'rare', when: 'how_often == "less"', title: 'Not for you' }],
      translations: { de: { 'item.how_often.ask': 'Wie oft?' } },
    })
    const survey = await anOpenSurvey(world, instrument)
    researcher = survey.researcher
    path = `/surveys/${survey.surveyId}/preview`
  })

  /** Presses a button of the page in hand. */
  const press = async (body: string, fields: Record<string, string | string[]>) =>
    (await researcher.post(path, { ...fieldsOfForm(body, path), ...fields })).body
  const second = async () => press((await researcher.get(path)).body, { consent: ['analysis'], _move: 'next' })

  test('the first page shows the welcome, and goes on only with what it needs', async () => {
    const first = await researcher.get(path)
    expect(first.body).toContain('There are no right answers.')
    const refused = await researcher.post(path, { ...fieldsOfForm(first.body, path), _move: 'next' })
    expect(refused.statusCode).toBe(422)
    expect(refused.body).toContain('id="stop-title"')
    expect(await second()).toContain('How often do you buy from us?')
  })

  test('a page whose condition fails is left out, and counted out', async () => {
    const page = await second()
    expect(await press(page, { ...closedAnswers, _move: 'next' })).toContain('With these answers the survey ends here.')
    const weekly = await press(page, { ...closedAnswers, how_often: 'weekly', _move: 'next' })
    expect(weekly).toContain('Page 3 of 3.')
    expect(await press(weekly, { _move: 'back' })).toMatch(/value="weekly"[^>]* checked/)
  })

  test('an early end says what it says to respondents', async () => {
    const end = await press(await second(), { ...closedAnswers, how_often: 'less', _move: 'next' })
    expect(end).toContain('Not for you')
    expect(end).toContain('With these answers the survey ends early.')
  })

  test('a page nobody would see yet can be looked at, and says so', async () => {
    expect((await researcher.get(`${path}?page=words`)).body).toContain('nobody would see this page')
    expect(await press(await second(), { _move: 'go:words' })).toContain('nobody would see this page')
  })

  test('the language changes without losing what was answered', async () => {
    const german = await press(await second(), { ...closedAnswers, _language: 'de' })
    expect(german).toContain('Wie oft?')
    expect(german).toMatch(/value="monthly"[^>]* checked/)
    expect((await researcher.get(`${path}?language=de&page=closed`)).body).toContain('Wie oft?')
  })

  test('what was changed by hand starts anew, and nothing is ever stored', async () => {
    for (const _progress of ['', 'null', '{"answers":{"x":1}}', '{"page":-1}']) {
      const reply = await researcher.post(path, { _progress, _seed: 'x', _move: 'next' })
      expect(reply.statusCode).toBe(200)
      expect(reply.body).toContain('There are no right answers.')
    }
    const { count } = await world.open.db
      .selectFrom('person')
      .select((select) => select.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    expect(Number(count)).toBe(0)
  })
})
