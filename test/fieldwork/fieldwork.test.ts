import { beforeEach, describe, expect, test } from 'vitest'
import { emptyDatabase, engines } from '../support/database.ts'
import { aResearcher, type TestApp, testApp } from '../support/app.ts'
import { instrumentSchema } from '../../survey-forms/instrument.ts'
import { anOpenSurvey, closedAnswers, type OpenSurvey, Phone, smallInstrument } from '../surveys/support.ts'

describe.each(engines)('the fieldwork page, on the %s database', (engine) => {
  let world: TestApp
  let survey: OpenSurvey

  beforeEach(async () => {
    world = await testApp(await emptyDatabase(engine))
    survey = await anOpenSurvey(world)
  })

  /** Text of the page without its tags, with single spaces. */
  async function read(): Promise<string> {
    const { statusCode, body } = await survey.researcher.get(`/surveys/${survey.surveyId}/fieldwork`)
    expect(statusCode).toBe(200)
    return body.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
  }

  async function start(): Promise<Phone> {
    const phone = new Phone(world)
    await phone.get(`/s/${survey.surveyId}`)
    await phone.post({ consent: ['analysis'] })
    return phone
  }

  test('says so while nobody has started', async () => {
    expect(await read()).toContain('Nobody has started yet')
  })

  test('counts who started, who finished, where the others stopped and how long it took', async () => {
    for (const minutes of [2, 4, 6]) {
      const phone = await start()
      world.clock.advance({ minutes })
      await phone.post(closedAnswers)
      await phone.post({ nearly_stopped: 'The box said one year.' })
    }
    await start()
    const gone = await start()
    await gone.post(closedAnswers)
    world.clock.advance({ minutes: 30 * 60 })
    await start()

    const page = await read()
    expect(page).toContain('3 of 6 people who started have finished')
    expect(page).toMatch(/Under way 3 50\s%/)
    expect(page).toMatch(/Silent for a day 2/)
    expect(page).toMatch(/took at most 4\.0 min/)
    expect(page).toContain('97 more before personas can be looked for at all')
    // Four sent the page of closed questions: one is at it now, one left it a day ago. Three sent the last one.
    expect(page).toMatch(/What you do 4 67\s% 1 1\b/)
    expect(page).toMatch(/In your words 3 50\s% 0 1\b/)
  })

  test('counts the rounds of a loop as one page, and each page among those whose version has it', async () => {
    survey = await anOpenSurvey(world, loopedInstrument())
    const first = await start()
    await first.post({ group: 'a', brands: ['x', 'y'] })
    world.clock.advance({ seconds: 30 })
    await first.post({ why_x: 'Cheap.' })
    world.clock.advance({ seconds: 30 })
    await first.post({ why_y: 'Near.' })
    await first.post({ more: '' })
    const second = await start()
    await second.post({ group: 'b', brands: ['y'] })

    const before = await read()
    expect(before).toContain('1 of 2 people who started have finished')
    expect(before).toMatch(/About each 1 50\s% 1 0 60 s/)
    expect(before).toMatch(/group\.a “Which group\?” is A 1 0 1 full/)
    expect(before).toMatch(/group\.b “Which group\?” is B 0 1 3 2/)

    const key = { workspaceId: survey.workspaceId, surveyId: survey.surveyId }
    const { pages, blocks: _, ...rest } = loopedInstrument()
    const draft = {
      ...rest,
      pages: [...pages.filter(({ block }) => !block), { ...pages.at(-1)!, code: 'new', title: 'New', items: [] }],
    }
    await world.open.db
      .updateTable('survey')
      .set({ draft: JSON.stringify(draft) })
      .where('id', '=', key.surveyId)
      .execute()
    await world.open.db
      .insertInto('surveyVersion')
      .values({ ...key, version: 2, definition: JSON.stringify(draft), publishedAt: world.clock.now() })
      .execute()
    await world.open.db.updateTable('survey').set({ publishedVersion: 2 }).where('id', '=', key.surveyId).execute()
    const third = await start()
    expect(third.page.statusCode).toBe(200)

    const after = await read()
    // The new version has no page on each brand: those of the first are told apart, and count among the two who could see it.
    expect(after).toMatch(/New 0 0\s% 0 0/)
    expect(after).toMatch(/About each earlier version 1 50\s% 1 0/)
    expect(after).toMatch(/Who you are 2 67\s% 1 0/)
  })

  test('shows no time of an anonymous survey', async () => {
    survey = await anOpenSurvey(world)
    await world.open.db.updateTable('survey').set({ isAnonymous: true }).where('id', '=', survey.surveyId).execute()
    const phone = await start()
    world.clock.advance({ minutes: 3 })
    await phone.post(closedAnswers)
    await phone.post({ nearly_stopped: 'The box said one year.' })
    const page = await read()
    expect(page).toContain('1 of 1 person who started have finished')
    expect(page).toContain('The survey is anonymous: no times are kept.')
    expect(page).not.toContain('took at most')
    expect(page).not.toContain('Median time')
    await survey.researcher.post(`/studies/${survey.studyId}/quality/checks`)
    const [row] = await world.open.db.selectFrom('responseQuality').select('measures').execute()
    expect(row?.measures).toMatchObject({ gibberish: 0 })
    expect(row?.measures).not.toHaveProperty('speed')
  })

  test('is found by nobody outside the workspace', async () => {
    const stranger = await aResearcher(world, 'M. Ruiz')
    expect((await stranger.get(`/surveys/${survey.surveyId}/fieldwork`)).statusCode).toBe(404)
  })
})

/** Everybody says which group they are of, which has a quota, and answers one page for each brand they know. */
function loopedInstrument() {
  const letters = (codes: string[]) => codes.map((code) => ({ code, label: code.toUpperCase() }))
  return instrumentSchema.parse({
    ...smallInstrument,
    blocks: [{ code: 'each', loopOver: 'brands' }],
    quotas: [
      {
        code: 'group',
        cells: [
          { code: 'a', when: { item: 'group', isAnyOf: ['a'] }, limit: 1 },
          { code: 'b', when: { item: 'group', isAnyOf: ['b'] }, limit: 3 },
        ],
      },
    ],
    pages: [
      smallInstrument.pages[0],
      {
        code: 'who',
        title: 'Who you are',
        items: [
          { kind: 'single-choice', code: 'group', ask: 'Which group?', isRequired: true, options: letters(['a', 'b']) },
          { kind: 'multiple-choice', code: 'brands', ask: 'Which brands?', options: letters(['x', 'y']) },
        ],
      },
      { code: 'each', title: 'About each', block: 'each', items: [{ kind: 'short-text', code: 'why', ask: 'Why?' }] },
      { code: 'end', title: 'The end', items: [{ kind: 'short-text', code: 'more', ask: 'More?' }] },
    ],
  })
}
