import { beforeEach, describe, expect, test } from 'vitest'
import { emptyDatabase, engines } from '../support/database.ts'
import { aResearcher, type TestApp, testApp } from '../support/app.ts'
import { anOpenSurvey, closedAnswers, type OpenSurvey, Phone } from '../surveys/support.ts'

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
    // Four sent the page of closed questions and three the last one.
    expect(page).toMatch(/\b4 67\s% 2\b/)
    expect(page).toMatch(/\b3 50\s% 1\b/)
  })

  test('is found by nobody outside the workspace', async () => {
    const stranger = await aResearcher(world, 'M. Ruiz')
    expect((await stranger.get(`/surveys/${survey.surveyId}/fieldwork`)).statusCode).toBe(404)
  })
})
