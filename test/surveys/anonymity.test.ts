import { createHash } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { makeSingleUseLinks, setLinkMode } from '../../server/surveys/single-use-store.ts'
import { startOf } from '../../server/surveys/start.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { emptyDatabase, engines } from '../support/database.ts'
import { everyRowAsText } from '../support/every-text.ts'
import { anInstrument, page, single } from '../survey-forms/flow/made.ts'
import { anOpenSurvey, closedAnswers, onlyResponse, type OpenSurvey, Phone } from './support.ts'

/** Tables that hold what a respondent gave. */
const answerTables = ['person', 'respondent', 'response', 'consent', 'quota_place']

describe.each(engines)('anonymous surveys on the %s database', (engine) => {
  let world: TestApp
  let survey: OpenSurvey
  let codes: string[]

  beforeEach(async () => {
    world = await testApp(await emptyDatabase(engine))
  })

  async function anAnonymousSurvey(instrument?: Parameters<typeof anOpenSurvey>[1]): Promise<void> {
    survey = await anOpenSurvey(world, instrument)
    await survey.researcher.post(`/surveys/${survey.surveyId}/anonymity`, { isUnderstood: 'yes' })
    codes = await makeSingleUseLinks(world.open.db, { ...survey, count: 3, at: world.clock.now() })
    await setLinkMode(world.open.db, { ...survey, linkMode: 'single_use' })
    world.clock.advance({ minutes: 137 })
  }
  const at = (code: string) => `/s/${survey.surveyId}?code=${code}`
  const titleOf = (phone: Phone) => /<h1[^>]*>([^<]+)</.exec(phone.page.body)?.[1]
  const hex = (secret: string) => createHash('sha256').update(secret).digest('hex')

  /** What a code, or what follows from it, would look like in any row. */
  function tracesOf(code: string): string[] {
    const { personId, secret } = startOf(survey.surveyId, code)
    return [code, hex(code), personId, secret, hex(secret)]
  }

  async function started(code: string, fields: Record<string, string[]> = { consent: ['analysis', 'quoting'] }) {
    const phone = new Phone(world)
    await phone.get(at(code))
    await phone.post(fields)
    return phone
  }

  async function expectNoTrace(code: string): Promise<void> {
    const rows = await everyRowAsText(world.open.db)
    const answers = rows.filter(({ table }) => answerTables.includes(table))
    for (const trace of tracesOf(code)) expect(answers.filter(({ text }) => text.includes(trace))).toEqual([])
    // What still knows the code holds no id that an answer has.
    const response = await onlyResponse(world, survey)
    const ids = [response.id, response.personId, response.secretHash!.toString('hex')]
    const linkRows = rows.filter(({ text }) => tracesOf(code).some((trace) => text.includes(trace)))
    expect(linkRows.map(({ table }) => table).sort()).toEqual(['answered_link', 'single_use_link'])
    for (const { text } of linkRows) for (const id of ids) expect(text).not.toContain(id)
  }

  test('a sent answer shares nothing with its link: no id, no hash, no time, in any row of any table', async () => {
    await anAnonymousSurvey()
    const phone = await started(codes[0])
    await phone.post(closedAnswers)
    const other = new Phone(world)
    await other.get(at(codes[0]))
    expect(other.url, 'the same link goes on elsewhere').toMatch(/pages\/3$/)
    await other.post({ nearly_stopped: 'Nobody answered' })
    expect(titleOf(other)).toBe('Your answers are stored')

    const response = await onlyResponse(world, survey)
    expect(response.outcome).toBe('completed')
    expect(response.answers.nearly_stopped).toBe('Nobody answered')
    await expectNoTrace(codes[0])
    expect(response.linkCodeHash).toBeNull()
    expect(response.id[14], 'a version 7 id holds a time').toBe('4')
    expect(response.personId[14]).toBe('4')
    expect(Object.values(response.pageSeconds as object)).toEqual([0, 0, 0])
    const label = await world.open.db.selectFrom('respondent').select('label').executeTakeFirstOrThrow()
    expect(label.label).toMatch(/^R-[2-9A-Z]{6}$/)
    const spent = await world.open.db.selectFrom('singleUseLink').select('spentAt').distinct().execute()
    expect(spent).toHaveLength(2)

    // Of when, only the day.
    for (const { table, text } of await everyRowAsText(world.open.db)) {
      if (answerTables.includes(table)) expect(text, table).not.toMatch(/T(?!00:00:00\+00:00)\d\d:\d\d/)
    }
    expect((await new Phone(world).get(at(codes[0]))).statusCode).toBe(410)
    expect((await new Phone(world).get(at(codes[1]))).statusCode).toBe(200)
  })

  test('fifty ends at one moment make one response, and the last press still reaches its page', async () => {
    await anAnonymousSurvey()
    const phone = await started(codes[0])
    await phone.post(closedAnswers)
    const twins = Array.from({ length: 50 }, () => phone.twin())
    await Promise.all(twins.map((twin, index) => twin.post({ nearly_stopped: `Words ${index}` })))
    expect((await onlyResponse(world, survey)).outcome).toBe('completed')
    await expectNoTrace(codes[0])
    const stored = twins.filter((twin) => titleOf(twin) === 'Your answers are stored')
    expect(stored).toHaveLength(50)
    expect(new Set(stored.map(({ url }) => url)).size).toBe(1)
    // Another process, or the same a minute later, knows of no way from the old address to the new one.
    world.clock.advance({ minutes: 2 })
    const late = phone.twin()
    await late.post({ nearly_stopped: 'Late' })
    expect(late.page.statusCode).toBe(410)
    expect(titleOf(late)).toBe('This survey has been answered with this link.')
  })

  test('whoever answered can still delete what they sent, by the address of the last page', async () => {
    await anAnonymousSurvey()
    const phone = await started(codes[0])
    await phone.post(closedAnswers)
    await phone.post({ nearly_stopped: 'Words' })
    expect(phone.page.body).toContain('Only the address of this page still leads to your answers.')
    const withdrawal = phone.url.replace('thanks', 'withdrawal')
    await world.app.inject({ method: 'POST', url: withdrawal })
    expect(await world.open.db.selectFrom('response').select('id').execute()).toEqual([])
    expect((await new Phone(world).get(at(codes[0]))).statusCode).toBe(410)
  })

  test('an answer that ends on the first page, early or over quota is cut as well', async () => {
    const quota = {
      code: 'cars',
      cells: [{ code: 'all', when: 'how == "car"', limit: 1 }],
    }
    const early = anInstrument({
      pages: [page('first', [single('how', ['bus', 'car', 'none'], { isRequired: true })])],
      quotas: [quota],
      screenOuts: [{ code: 'never', when: 'how == "none"' }],
    })
    for (const [how, outcome] of [
      ['bus', 'completed'],
      ['none', 'screened_out'],
    ] as const) {
      await anAnonymousSurvey(early)
      const phone = await started(codes[0], { consent: ['analysis'] })
      await phone.post({ how })
      expect((await onlyResponse(world, survey)).outcome).toBe(outcome)
      await expectNoTrace(codes[0])
    }
    await anAnonymousSurvey(early)
    const first = await started(codes[0], { consent: ['analysis'] })
    await first.post({ how: 'car' })
    const second = await started(codes[1], { consent: ['analysis'] })
    await second.post({ how: 'car' })
    const rows = await world.open.db
      .selectFrom('response')
      .select(['outcome', 'linkCodeHash'])
      .where('surveyId', '=', survey.surveyId)
      .orderBy('outcome')
      .execute()
    expect(rows).toEqual([
      { outcome: 'completed', linkCodeHash: null },
      { outcome: 'over_quota', linkCodeHash: null },
    ])
    expect(titleOf(second)).toMatch(/enough answers/)
  })

  test('closing cuts what was left, and the links lie in no order', async () => {
    await anAnonymousSurvey()
    const phone = await started(codes[0])
    await phone.post(closedAnswers)
    await survey.researcher.post(`/surveys/${survey.surveyId}/closure`)
    const response = await onlyResponse(world, survey)
    expect(response.outcome).toBe('partial')
    expect(response.answers.how_often).toBe('monthly')
    await expectNoTrace(codes[0])
    expect(await world.open.db.selectFrom('singleUseLink').select('codeHash').execute()).toHaveLength(3)
    await survey.researcher.post(`/surveys/${survey.surveyId}/opening`)
    expect((await new Phone(world).get(at(codes[0]))).statusCode).toBe(410)
    expect((await new Phone(world).get(phone.url)).statusCode).toBe(410)
  })

  test('what has expired is cut when the next person starts', async () => {
    await anAnonymousSurvey()
    await started(codes[0])
    world.clock.advance({ days: 32 })
    await started(codes[1])
    const rows = await world.open.db.selectFrom('response').select(['outcome', 'linkCodeHash']).execute()
    expect(rows.filter((row) => row.linkCodeHash === null)).toEqual([{ outcome: 'partial', linkCodeHash: null }])
  })

  test('it is chosen before the first answer, and never taken back', async () => {
    survey = await anOpenSurvey(world)
    const { researcher, surveyId } = survey
    const { db } = world.open
    const isAnonymous = async () =>
      (await db.selectFrom('survey').select('isAnonymous').where('id', '=', surveyId).executeTakeFirstOrThrow())
        .isAnonymous
    expect((await researcher.post(`/surveys/${surveyId}/anonymity`)).statusCode).toBe(422)
    expect(await isAnonymous()).toBe(false)
    const phone = new Phone(world)
    await phone.get(`/s/${surveyId}`)
    await phone.post({ consent: ['analysis'] })
    expect((await researcher.post(`/surveys/${surveyId}/anonymity`, { isUnderstood: 'yes' })).statusCode).toBe(409)
    expect(await isAnonymous()).toBe(false)

    await anAnonymousSurvey()
    await started(codes[0])
    for (const path of ['anonymity', 'link-mode', 'closure', 'opening', 'versions']) {
      await survey.researcher.post(`/surveys/${survey.surveyId}/${path}`, { isUnderstood: 'no', linkMode: 'open' })
      const row = await db
        .selectFrom('survey')
        .select('isAnonymous')
        .where('id', '=', survey.surveyId)
        .executeTakeFirst()
      expect(row?.isAnonymous, path).toBe(true)
    }
  })

  test('by the open address too nothing is kept of times, order or the address', async () => {
    survey = await anOpenSurvey(world)
    await survey.researcher.post(`/surveys/${survey.surveyId}/anonymity`, { isUnderstood: 'yes' })
    world.clock.advance({ minutes: 137 })
    const phone = new Phone(world)
    await phone.get(`/s/${survey.surveyId}?channel=anna`)
    expect(phone.page.body).toContain('This survey is anonymous')
    await phone.post({ consent: ['analysis'] })
    await phone.post(closedAnswers)
    await phone.post({ nearly_stopped: '' })
    const response = await onlyResponse(world, survey)
    expect(response.urlFields).toEqual({})
    expect(response.startedAt).toEqual(new Date('2026-03-02T00:00:00Z'))
    expect(response.completedAt).toEqual(new Date('2026-03-02T00:00:00Z'))
    expect(response.id[14]).toBe('4')
    for (const { table, text } of await everyRowAsText(world.open.db)) {
      if (answerTables.includes(table)) expect(text, table).not.toMatch(/anna|T(?!00:00:00\+00:00)\d\d:\d\d/)
    }
  })

  test('two presses of Start at one moment start once, however close they are', async () => {
    survey = await anOpenSurvey(world)
    codes = await makeSingleUseLinks(world.open.db, { ...survey, count: 60, at: world.clock.now() })
    await setLinkMode(world.open.db, { ...survey, linkMode: 'single_use' })
    for (const code of codes) {
      const [one, two] = [new Phone(world), new Phone(world)]
      await Promise.all([one.get(at(code)), two.get(at(code))])
      const replies = await Promise.all([one, two].map((phone) => phone.post({ consent: ['analysis'] })))
      expect(replies.map(({ statusCode }) => statusCode)).toEqual([303, 303])
    }
    expect(await world.open.db.selectFrom('response').select('id').execute()).toHaveLength(60)
  })
})
