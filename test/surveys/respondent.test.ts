import { beforeEach, describe, expect, test } from 'vitest'
import { emptyDatabase, engines } from '../support/database.ts'
import { type TestApp, testApp, urlEncoded } from '../support/app.ts'
import {
  anOpenSurvey,
  aStartedPhone,
  closedAnswers,
  hiddenFields,
  onlyResponse,
  type OpenSurvey,
  Phone,
} from './support.ts'

describe.each(engines)('a respondent, on the %s database', (engine) => {
  let world: TestApp
  let survey: OpenSurvey

  beforeEach(async () => {
    world = await testApp(await emptyDatabase(engine))
    survey = await anOpenSurvey(world)
  })

  const count = async (table: 'person' | 'response' | 'consent' | 'respondent') => {
    const row = await world.open.db
      .selectFrom(table)
      .select((select) => select.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    return Number(row.count)
  }

  test('looking at the welcome page stores nothing', async () => {
    const phone = new Phone(world)
    const page = await phone.get(`/s/${survey.surveyId}`)

    expect(page.statusCode).toBe(200)
    expect(page.headers['cache-control']).toBe('no-store')
    expect(page.body).toContain('lang="en"')
    expect(await count('person')).toBe(0)
  })

  test('without consent nothing is stored and the page says what is missing', async () => {
    const phone = new Phone(world)
    await phone.get(`/s/${survey.surveyId}`)
    const reply = await phone.post({ consent: ['quoting'] })

    expect(reply.statusCode).toBe(422)
    expect(reply.body).toContain('<title>Error: ')
    expect(reply.body).toContain('id="consent-error"')
    expect(reply.body).toMatch(/value="quoting" checked/)
    expect(await count('person')).toBe(0)
    expect(await count('response')).toBe(0)
  })

  test('a whole survey is answered from first page to thanks', async () => {
    const phone = new Phone(world)
    await phone.get(`/s/${survey.surveyId}?channel=letter&campaign=ignored`)
    await phone.post({ consent: ['analysis', 'quoting'] })
    expect(phone.url).toMatch(/^\/r\/[0-9a-f-]{36}\/[A-Za-z0-9_-]{22}\/pages\/2$/)
    world.clock.advance({ minutes: 2 })
    await phone.post(closedAnswers)
    expect(phone.url).toMatch(/pages\/3$/)
    await phone.post({ nearly_stopped: 'The box said one year.\r\nThe shop said two.' })

    expect(phone.page.body).toContain('Your answers are stored')
    const response = await onlyResponse(world, survey)
    expect(response).toMatchObject({
      outcome: 'completed',
      page: 3,
      language: 'en',
      urlFields: { channel: 'letter' },
      version: 1,
    })
    expect(response.pageSeconds).toMatchObject({ closed: 120 })
    expect(response.answers).toEqual({
      consent: ['analysis', 'quoting'],
      how_often: 'monthly',
      channels: ['shop', 'reviews'],
      channels_other_text: null,
      shopping_bad_reviews: 'p4',
      shopping_one_sitting: 'refused',
      style: 'rather_left',
      visits: '3',
      nearly_stopped: 'The box said one year.\nThe shop said two.',
    })
    expect(response.shownOrder).toMatchObject({ words: { items: ['nearly_stopped'] } })
    const respondent = await world.open.db.selectFrom('respondent').select('label').executeTakeFirstOrThrow()
    expect(respondent.label).toBe('R-0001')
  })

  test('consent is stored by purpose with the words that were read', async () => {
    await aStartedPhone(world, survey, ['analysis'])
    const rows = await world.open.db
      .selectFrom('consent')
      .select(['purpose', 'isGranted', 'wording', 'basis'])
      .orderBy('purpose')
      .execute()

    expect(rows).toEqual([
      {
        purpose: 'analysis',
        isGranted: true,
        wording: 'You may analyse my answers without my name.',
        basis: 'consent',
      },
      { purpose: 'quoting', isGranted: false, wording: 'You may quote my words without my name.', basis: 'consent' },
      { purpose: 'recontact', isGranted: false, wording: 'You may contact me again.', basis: 'consent' },
    ])
  })

  test('pressing Start twice starts once, and both presses lead to the same page', async () => {
    const phone = new Phone(world)
    await phone.get(`/s/${survey.surveyId}`)
    const fields = { ...hiddenFields(phone.page.body), consent: ['analysis'], _move: 'next' }
    const twin = new Phone(world)
    twin.url = phone.url
    const [first, second] = await Promise.all([phone.send(fields), twin.send(fields)])

    expect(second.headers.location).toBe(first.headers.location)
    expect(await count('person')).toBe(1)
    expect(await count('response')).toBe(1)
    expect(await count('consent')).toBe(3)
  })

  test('posting a page twice changes nothing', async () => {
    const phone = await aStartedPhone(world, survey)
    const { url } = phone
    const fields = { ...hiddenFields(phone.page.body), ...closedAnswers, _move: 'next' }
    world.clock.advance({ minutes: 1 })
    await phone.send(fields)
    const before = await onlyResponse(world, survey)
    phone.url = url
    await phone.send(fields)

    const after = await onlyResponse(world, survey)
    expect(phone.url).toMatch(/pages\/3$/)
    expect(after.answers).toEqual(before.answers)
    expect(after.pageSeconds).toEqual(before.pageSeconds)
    expect(after.page).toBe(2)
  })

  test('going back shows the page as answered, and keeps what was typed on the page left', async () => {
    const phone = await aStartedPhone(world, survey)
    await phone.post(closedAnswers)
    await phone.post({ nearly_stopped: 'Half a thought' }, 'back')
    expect(phone.url).toMatch(/pages\/2$/)
    expect(phone.page.body).toMatch(/name="how_often" value="monthly" checked/)
    expect(phone.page.body).toMatch(/name="shopping_one_sitting" value="refused" checked/)
    await phone.post(closedAnswers)

    expect(phone.page.body).toContain('Half a thought</textarea>')
  })

  test('what was typed stays when a page has errors, here and after coming back with the link', async () => {
    const phone = await aStartedPhone(world, survey)
    const reply = await phone.post({ ...closedAnswers, how_often: [], visits: 'often', channels: ['none', 'shop'] })

    expect(reply.statusCode).toBe(422)
    expect(reply.body).toContain('3 answers need your attention')
    expect(reply.body).toContain('<a href="#how_often">')
    expect(reply.body).toContain('id="visits-error"')
    expect(reply.body).toMatch(/id="visits" name="visits" value="often"/)
    expect((await onlyResponse(world, survey)).answers).not.toHaveProperty('visits')

    const later = new Phone(world)
    await later.get(phone.url.replace(/\/pages.*/, ''))
    expect(later.url).toMatch(/pages\/2$/)
    expect(later.page.body).toMatch(/name="visits" value="often"/)
    expect(later.page.body).toMatch(/value="none" checked/)
    expect(later.page.body).toMatch(/name="style" value="rather_left" checked/)
  })

  test('the server may be killed between two pages', async () => {
    const phone = await aStartedPhone(world, survey)
    await phone.post(closedAnswers)
    const fields = { ...hiddenFields(phone.page.body), nearly_stopped: 'Nothing did.', _move: 'next' }
    await world.app.close()

    const again = await testApp(world.open, world.clock)
    const later = new Phone(again)
    later.url = phone.url
    await later.send(fields)
    expect(later.page.body).toContain('Your answers are stored')
    expect((await onlyResponse(again, survey)).answers).toMatchObject({
      style: 'rather_left',
      nearly_stopped: 'Nothing did.',
    })
  })

  test('a page kept open in another tab never empties what was answered since', async () => {
    const first = await aStartedPhone(world, survey)
    const second = new Phone(world)
    await second.get(first.url)
    await first.post(closedAnswers)
    await second.post({ ...closedAnswers, visits: '', style: 'right' })

    expect((await onlyResponse(world, survey)).answers).toMatchObject({ visits: '3', style: 'right' })
  })

  test('an answer is emptied when its own page says so', async () => {
    const phone = await aStartedPhone(world, survey)
    await phone.post(closedAnswers)
    await phone.get(phone.url.replace('pages/3', 'pages/2'))
    await phone.post({ ...closedAnswers, visits: '' })

    expect((await onlyResponse(world, survey)).answers.visits).toBeNull()
  })

  test('fifty posts at once end in one response that holds one of the answers', async () => {
    const phone = await aStartedPhone(world, survey)
    const hidden = hiddenFields(phone.page.body)
    const phones = Array.from({ length: 50 }, () => Object.assign(new Phone(world), { url: phone.url }))
    const replies = await Promise.all(
      phones.map((one, index) => one.send({ ...hidden, ...closedAnswers, visits: String(index), _move: 'next' })),
    )

    expect(new Set(replies.map((reply) => reply.statusCode)).isSubsetOf(new Set([303, 409]))).toBe(true)
    expect(replies.filter((reply) => reply.statusCode === 303).length).toBeGreaterThan(0)
    expect(Number((await onlyResponse(world, survey)).answers.visits)).toBeGreaterThanOrEqual(0)
  })

  test('two pages saved at the same moment both count', async () => {
    const words = await aStartedPhone(world, survey)
    await words.post(closedAnswers)
    const closed = new Phone(world)
    await closed.get(words.url.replace('pages/3', 'pages/2'))
    await Promise.all([
      closed.post({ ...closedAnswers, style: 'right' }),
      words.post({ nearly_stopped: 'The queue.' }, 'back'),
    ])

    expect((await onlyResponse(world, survey)).answers).toMatchObject({ style: 'right', nearly_stopped: 'The queue.' })
  })

  test('forged fields are never stored', async () => {
    const phone = await aStartedPhone(world, survey)
    await phone.post({
      ...closedAnswers,
      consent: ['recontact'],
      outcome: 'completed',
      __proto__x: '1',
      nearly_stopped: 'Not on this page',
      page: '99',
    })

    const response = await onlyResponse(world, survey)
    expect(response.answers.consent).toEqual(['analysis', 'quoting'])
    expect(Object.keys(response.answers).sort()).toEqual(
      [...Object.keys(closedAnswers), 'channels_other_text', 'consent'].sort(),
    )
    expect(response.outcome).toBe('in_progress')
  })

  test('a code that no option has is refused', async () => {
    const phone = await aStartedPhone(world, survey)
    const reply = await phone.post({ ...closedAnswers, style: 'sideways' })

    expect(reply.statusCode).toBe(422)
    expect((await onlyResponse(world, survey)).answers).not.toHaveProperty('style')
  })

  test('a page that is not reached yet cannot be posted', async () => {
    const phone = await aStartedPhone(world, survey)
    phone.url = phone.url.replace('pages/2', 'pages/3')
    await phone.send({ nearly_stopped: 'Skipping ahead', _move: 'next' })

    expect(phone.url).toMatch(/pages\/2$/)
    expect((await onlyResponse(world, survey)).answers).not.toHaveProperty('nearly_stopped')
  })

  test('the address is asked only of those who may be contacted again', async () => {
    const phone = await aStartedPhone(world, survey, ['analysis', 'recontact'])
    await phone.post(closedAnswers)
    expect(phone.page.body).toContain('name="email"')
    await phone.post({ email: 'a@example.org' })
    expect((await onlyResponse(world, survey)).answers).toMatchObject({ email: 'a@example.org', nearly_stopped: null })
  })

  test('a closed survey takes no further answers', async () => {
    const phone = await aStartedPhone(world, survey)
    await survey.researcher.post(`/surveys/${survey.surveyId}/closure`)
    const reply = await phone.post(closedAnswers)

    expect(reply.statusCode).toBe(409)
    expect(reply.body).toContain('This survey is closed')
    expect((await onlyResponse(world, survey)).answers).not.toHaveProperty('style')
    expect((await new Phone(world).get(`/s/${survey.surveyId}`)).statusCode).toBe(409)
  })

  test('closing keeps what is under way as partial, and opening again lets it go on', async () => {
    const phone = await aStartedPhone(world, survey)
    await phone.post(closedAnswers)
    await survey.researcher.post(`/surveys/${survey.surveyId}/closure`)
    expect(await onlyResponse(world, survey)).toMatchObject({ outcome: 'partial', answers: { style: 'rather_left' } })

    await survey.researcher.post(`/surveys/${survey.surveyId}/opening`)
    await phone.get(phone.url)
    await phone.post({ nearly_stopped: 'Nothing did.' })
    expect(await onlyResponse(world, survey)).toMatchObject({ outcome: 'completed' })
  })

  test('a link that posts faster than people do is asked to wait, and others go on', async () => {
    const phone = await aStartedPhone(world, survey)
    const other = await aStartedPhone(world, survey)
    const fields = { ...hiddenFields(phone.page.body), ...closedAnswers, _move: 'back' }
    const { url } = phone
    let last = 0
    for (let post = 0; post < 130 && last !== 429; post++) {
      last = (await world.app.inject({ method: 'POST', url, ...urlEncoded(fields) })).statusCode
    }

    expect(last).toBe(429)
    expect((await other.post(closedAnswers)).statusCode).toBe(303)
  })

  test('a wrong secret opens nothing, and looks like a person who never was', async () => {
    const phone = await aStartedPhone(world, survey)
    const wrong = phone.url.replace(/\/[A-Za-z0-9_-]{22}\//, '/AAAAAAAAAAAAAAAAAAAAAA/')
    const nobody = phone.url.replace(/[0-9a-f-]{36}/, '00000000-0000-8000-8000-000000000000')

    const replies = [await new Phone(world).get(wrong), await new Phone(world).get(nobody)]
    expect(replies.map((reply) => reply.statusCode)).toEqual([404, 404])
    expect(replies[0].body).toBe(replies[1].body)
  })

  test('a link stops working after thirty days, and the answers stay', async () => {
    const phone = await aStartedPhone(world, survey)
    await phone.post(closedAnswers)
    world.clock.advance({ days: 31 })
    const reply = await phone.post({ nearly_stopped: 'Too late' })

    expect(reply.statusCode).toBe(410)
    expect((await onlyResponse(world, survey)).answers).toMatchObject({ style: 'rather_left' })
    expect((await onlyResponse(world, survey)).answers).not.toHaveProperty('nearly_stopped')
  })

  test('stop and delete takes everything, and the link is dead', async () => {
    const phone = await aStartedPhone(world, survey)
    await phone.post(closedAnswers)
    const link = phone.url.replace(/\/pages.*/, '')
    await phone.get(`${link}/withdrawal`)
    expect(phone.page.body).toContain('Delete my answers?')
    expect(await count('response')).toBe(1)
    await phone.post({})

    expect(phone.page.body).toContain('Your answers are deleted')
    expect([await count('person'), await count('response'), await count('consent'), await count('respondent')]).toEqual(
      [0, 0, 0, 0],
    )
    expect((await new Phone(world).get(link)).statusCode).toBe(404)
  })

  test('the secret itself is stored nowhere', async () => {
    const phone = await aStartedPhone(world, survey)
    const secret = phone.url.split('/')[3]
    const rows = await world.open.db.selectFrom('response').selectAll().execute()

    expect(JSON.stringify(rows)).not.toContain(secret)
    expect(rows[0].secretHash).toHaveLength(32)
  })

  test('a field that must stay empty stops a robot and tells a person', async () => {
    const phone = new Phone(world)
    await phone.get(`/s/${survey.surveyId}`)
    const reply = await phone.post({ consent: ['analysis'], _website: 'https://example.org' })

    expect(reply.statusCode).toBe(422)
    expect(reply.body).toContain('One field must stay empty')
    expect(await count('person')).toBe(0)
  })
})
