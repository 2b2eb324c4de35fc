import { beforeEach, describe, expect, test } from 'vitest'
import { makeSingleUseLinks, setLinkMode } from '../../server/surveys/single-use-store.ts'
import { everyRow } from '../support/every-row.ts'
import { type TestApp, testApp, urlEncoded } from '../support/app.ts'
import { emptyDatabase, engines } from '../support/database.ts'
import { anInstrument, page, several, single } from '../survey-forms/flow/made.ts'
import { anOpenSurvey, aStartedPhone, closedAnswers, onlyResponse, type OpenSurvey, Phone } from './support.ts'

describe.each(engines)('nothing is lost and nothing doubled, on the %s database', (engine) => {
  let world: TestApp
  let survey: OpenSurvey

  beforeEach(async () => {
    world = await testApp(await emptyDatabase(engine))
    survey = await anOpenSurvey(world)
  })
  const titleOf = (phone: Phone) => /<h1[^>]*>([^<]+)</.exec(phone.page.body)?.[1]

  test('back and then forward leaves every answer as it was', async () => {
    const phone = await aStartedPhone(world, survey)
    await phone.post(closedAnswers)
    const before = await onlyResponse(world, survey)
    await phone.post({ nearly_stopped: 'Half a thought' }, 'back')
    await phone.post(closedAnswers)
    const after = await onlyResponse(world, survey)
    expect(after.answers).toEqual({ ...before.answers, nearly_stopped: 'Half a thought' })
    expect(after.page).toBe(before.page)
    expect(phone.page.body).toContain('Half a thought')
  })

  test('the link goes on on another device, after another process took over', async () => {
    const phone = await aStartedPhone(world, survey)
    await phone.post(closedAnswers)
    const elsewhere = await testApp(world.open)
    const other = new Phone(elsewhere)
    await other.get(phone.url.replace(/\/pages.*/, ''))
    expect(other.url).toMatch(/pages\/3$/)
    await other.post({ nearly_stopped: 'Said on the second phone' }, 'back')
    // The first phone's process remembers an older state; its post is read again and loses nothing.
    await phone.post({ nearly_stopped: '' })
    expect((await onlyResponse(world, survey)).answers.nearly_stopped).toBe('Said on the second phone')
    await elsewhere.app.close()
  })

  test('a changed answer that opens a page before leads there before the end', async () => {
    const pages = [
      page('first', [single('how', ['bus', 'car'], { isRequired: true })]),
      page('buses', [single('line', ['one', 'two'], { isRequired: true })], { showIf: 'how == "bus"' }),
      page('end', [single('mood', ['good', 'bad'], { isRequired: true })]),
    ]
    survey = await anOpenSurvey(world, anInstrument({ pages }))
    const phone = await aStartedPhone(world, survey, ['analysis'])
    await phone.post({ how: 'car' })
    expect(phone.url).toMatch(/pages\/4$/)
    const lastPage = phone.page
    const lastUrl = phone.url
    await phone.post({}, 'back')
    await phone.post({ how: 'bus' })
    expect(phone.url).toMatch(/pages\/3$/)
    // Somebody who goes to the last page by its address, past the page that has opened, is led back to it.
    phone.page = lastPage
    phone.url = lastUrl
    await phone.post({ mood: 'good' })
    expect(phone.url).toMatch(/pages\/3$/)
    expect((await onlyResponse(world, survey)).outcome).toBe('in_progress')
    await phone.post({ line: 'two' })
    await phone.post({ mood: 'good' })
    expect((await onlyResponse(world, survey)).answers).toMatchObject({ how: 'bus', line: 'two', mood: 'good' })
  })

  test('a survey that was closed and opened again takes answers at once, and none while it is closed', async () => {
    const phone = await aStartedPhone(world, survey)
    await survey.researcher.post(`/surveys/${survey.surveyId}/closure`)
    await phone.get(phone.url)
    const shut = await phone.twin().post(closedAnswers)
    expect(shut.statusCode).toBe(409)
    expect((await onlyResponse(world, survey)).answers).not.toHaveProperty('how_often')
    await survey.researcher.post(`/surveys/${survey.surveyId}/opening`)
    await phone.post(closedAnswers)
    expect(phone.url).toMatch(/pages\/3$/)
    expect((await onlyResponse(world, survey)).answers).toMatchObject({ how_often: 'monthly' })
  })

  test('answers are looked at once more before they are sent, and a change leads straight back', async () => {
    const pages = [
      page('first', [single('how', ['bus', 'car']), several('where', ['shop', 'web'])]),
      page('end', [single('mood', ['good', 'bad'])]),
    ]
    survey = await anOpenSurvey(world, anInstrument({ pages, reviewsAnswers: true }))
    const phone = await aStartedPhone(world, survey, ['analysis'])
    await phone.post({ how: 'car', where: ['shop', 'web'] })
    expect(phone.page.body).toContain('Check my answers')
    await phone.post({ mood: 'good' })
    expect(phone.url).toMatch(/answers$/)
    expect(phone.page.body).toContain('The shop, The web')
    expect((await onlyResponse(world, survey)).outcome).toBe('in_progress')
    await phone.get(phone.url.replace('answers', 'pages/2'))
    await phone.post({ how: 'bus', where: ['web'] })
    expect(phone.url).toMatch(/answers$/)
    await phone.send({})
    expect(titleOf(phone)).toBe('Your answers are stored')
    expect((await onlyResponse(world, survey)).answers).toMatchObject({ how: 'bus', where: ['web'], mood: 'good' })
  })

  test('a respondent’s own words put into a later question stay words', async () => {
    const hostile = '<img src=x onerror=alert(1)>"\'{how|x}'
    const word = { kind: 'short-text', code: 'word', ask: 'What do you call it?' }
    const after = {
      ...page('after', [single('how', ['bus', 'car'], { ask: 'How is {word|it}?' })]),
      title: 'About {word|it}',
    }
    survey = await anOpenSurvey(world, anInstrument({ pages: [page('first', [word]), after] }))
    const phone = await aStartedPhone(world, survey, ['analysis'])
    await phone.post({ word: hostile })
    expect(phone.page.body).not.toContain('<img')
    expect(phone.page.body).toContain('How is &lt;img src&#x3D;x onerror&#x3D;alert(1)&gt;&quot;&#x27;{how|x}?')
    expect(phone.page.body).toMatch(/<title>About &lt;img/)
  })

  describe('links that work once', () => {
    let codes: string[]
    beforeEach(async () => {
      codes = await makeSingleUseLinks(world.open.db, { ...survey, count: 3, at: world.clock.now() })
      await setLinkMode(world.open.db, { ...survey, linkMode: 'single_use' })
    })
    const at = (code: string) => `/s/${survey.surveyId}?code=${code}`

    test('looking spends nothing and stores nothing', async () => {
      const before = await everyRow(world.open.db)
      for (let look = 0; look < 3; look++) expect((await new Phone(world).get(at(codes[0]))).statusCode).toBe(200)
      expect(await everyRow(world.open.db)).toEqual(before)
    })

    test('an empty, missing, unknown or doubled code opens nothing, whatever is posted', async () => {
      const start = urlEncoded({ consent: ['analysis', 'quoting'], _start: codes[0], _move: 'next' })
      for (const url of [`/s/${survey.surveyId}`, at(''), at('a'.repeat(22)), `${at(codes[0])}&code=${codes[1]}`]) {
        for (const method of ['GET', 'POST'] as const) {
          const reply = await world.app.inject({
            method,
            url,
            ...(method === 'POST' && start),
            headers: { accept: 'text/html', ...start.headers },
          })
          expect(reply.statusCode, `${method} ${url}`).toBe(403)
          expect(reply.body).toContain('This survey needs a link of your own.')
        }
      }
      expect(await world.open.db.selectFrom('response').select('id').execute()).toEqual([])
    })

    test('two devices with one link answer one response, and fifty ends make one', async () => {
      const [one, two] = [new Phone(world), new Phone(world)]
      await Promise.all([one.get(at(codes[0])), two.get(at(codes[0]))])
      await Promise.all([one.post({ consent: ['analysis'] }), two.post({ consent: ['analysis'] })])
      await one.post(closedAnswers)
      await two.get(at(codes[0]))
      expect(two.url).toMatch(/pages\/3$/)
      const twins = Array.from({ length: 50 }, () => two.twin())
      await Promise.all(twins.map((phone, index) => phone.post({ nearly_stopped: `Words ${index}` })))
      const response = await onlyResponse(world, survey)
      expect(response.outcome).toBe('completed')
      expect(response.answers.nearly_stopped).toMatch(/^Words \d+$/)

      const spent = await world.open.db
        .selectFrom('singleUseLink')
        .select('spentAt')
        .where('spentAt', 'is not', null)
        .execute()
      expect(spent).toHaveLength(1)
      const again = new Phone(world)
      expect((await again.get(at(codes[0]))).statusCode).toBe(410)
      expect(titleOf(again)).toBe('This survey has been answered with this link.')
      await again.get(at(codes[1]))
      expect(again.page.statusCode).toBe(200)
    })

    test('a link that is not finished is not spent', async () => {
      const phone = new Phone(world)
      await phone.get(at(codes[2]))
      await phone.post({ consent: ['analysis'] })
      world.clock.advance({ days: 3 })
      await phone.get(at(codes[2]))
      expect(phone.url).toMatch(/pages\/2$/)
      expect(
        await world.open.db.selectFrom('singleUseLink').select('spentAt').where('spentAt', 'is not', null).execute(),
      ).toEqual([])
    })
  })

  describe('what a link can come to is said in the respondents’ look and language', () => {
    const read = async (url: string, language = 'en') => {
      const reply = await world.app.inject({ url, headers: { accept: 'text/html', 'accept-language': language } })
      const [, lang, dir] = /<html lang="(\w+)" dir="(\w+)">/.exec(reply.body)!
      expect(reply.body).toContain('/r/style/')
      return { status: reply.statusCode, title: /<h1[^>]*>([^<]+)</.exec(reply.body)![1], lang, dir }
    }

    test('wrong, short, too old, closed', async () => {
      const phone = await aStartedPhone(world, survey)
      const wrong = phone.url.replace(/r\/[^/]+/, 'r/019b0000-0000-7000-8000-000000000000')
      expect(await read(wrong)).toMatchObject({ status: 404, title: expect.stringMatching(/^This link opens nothing/) })
      expect(await read(phone.url.slice(0, 40), 'de-AT,de;q=0.9')).toMatchObject({ status: 404, lang: 'de' })
      expect(await read('/s/019b0000-0000-7000-8000-000000000000', 'ar')).toMatchObject({
        status: 404,
        lang: 'ar',
        dir: 'rtl',
      })
      await survey.researcher.post(`/surveys/${survey.surveyId}/closure`)
      expect(await read(`/s/${survey.surveyId}`, 'es')).toMatchObject({
        status: 409,
        lang: 'es',
        title: 'Esta encuesta está cerrada y no admite más respuestas.',
      })
      world.clock.advance({ days: 31 })
      expect(await read(phone.url)).toMatchObject({ status: 410, title: expect.stringMatching(/too old/) })
    })
  })
})
