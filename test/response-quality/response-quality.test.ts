import { parse } from 'csv-parse/sync'
import { beforeEach, describe, expect, test } from 'vitest'
import { carelessPersons, qualityOfStudy } from '../../server/response-quality/store.ts'
import { aResearcher, type Researcher, type TestApp, testApp } from '../support/app.ts'
import { emptyDatabase, engines } from '../support/database.ts'
import { instrumentSchema } from '../../survey-forms/instrument.ts'
import { anOpenSurvey, aStartedPhone, smallInstrument } from '../surveys/support.ts'
import { randomFrom } from '../../server/statistics/random.ts'

const points = ['Strongly disagree', 'Disagree', 'Neither', 'Agree', 'Strongly agree']
const traits = [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]

describe.each(engines)('how carefully people answered, on the %s database', (engine) => {
  let world: TestApp
  let researcher: Researcher
  let studyId: string

  beforeEach(async () => {
    world = await testApp(await emptyDatabase(engine))
    researcher = await aResearcher(world)
    await researcher.post('/studies', { decision: 'What we print beside the price.', name: 'Care' })
    studyId = (await world.open.db.selectFrom('study').select('id').executeTakeFirstOrThrow()).id
    await bringIn(answersFile())
  })

  const key = () => ({ workspaceId: researcher.workspaceId, studyId })

  async function bringIn(csv: string): Promise<void> {
    const upload = await researcher.upload(`/studies/${studyId}/imports`, [
      { name: 'answers.csv', bytes: csv, field: 'file' },
    ])
    await researcher.post(`${upload.headers.location}/confirmation`, { basis: 'Consent', joinsByKey: 'yes' })
  }

  /** Text of a page without its tags, with single spaces. */
  async function read(path = ''): Promise<string> {
    const { statusCode, body } = await researcher.get(`/studies/${studyId}/quality${path}`)
    expect(statusCode).toBe(200)
    return body
      .replace(/<svg.*?<\/svg>/gs, ' ')
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ')
  }

  test('an imported file is looked at as soon as it is in, and every rule says what it found', async () => {
    const page = await read()
    expect(page).toContain('1 of 64 responses looks careless')
    expect(page).not.toContain('not looked at yet')
    expect(page).toMatch(/R-0061 suspect .*Longest run: 12 equal answers in a row flagged 12 or more, enough alone/)
    expect(page).toMatch(/Spread of own answers: a spread of \.00 flagged 0 or less/)
    expect(page).toMatch(/R-0062 .*Words that are none: 1 answer/)
    expect(page).toMatch(/R-0063 .*The same answers twice: 1 other the same/)
    expect(page).toMatch(/R-0064 .*Words of others: 1 other wrote it too/)
    expect(page).toContain('Times are known of surveys answered here, not of imported files.')
  })

  test('nothing is deleted, whatever is decided, and a decision can be taken back', async () => {
    const before = await carelessPersons(world.open.db, key())
    const [response] = await listed('suspect')
    const path = `/responses/${response!.personId}/${response!.responseId}`
    expect(before.has(response!.personId)).toBe(true)

    await researcher.post(`${path}/decisions`, { decision: 'kept', reason: 'She told us so.', returnTo: '/' })
    expect((await carelessPersons(world.open.db, key())).has(response!.personId)).toBe(false)
    expect(await read('?state=kept')).toContain('Kept by L. Okafor, 2 March 2026: She told us so.')

    await researcher.post(`${path}/decisions`, { decision: 'set_aside', reason: 'A colleague.', returnTo: '/' })
    expect((await carelessPersons(world.open.db, key())).has(response!.personId)).toBe(true)
    await researcher.post(`${path}/decisions/end`, { returnTo: '/' })
    expect(await carelessPersons(world.open.db, key())).toEqual(before)
    const own = (await researcher.get(`${path}/quality`)).body
    expect(own).toContain('A colleague.')
    expect(own).toContain('She told us so.')

    const { count } = await world.open.db
      .selectFrom('response')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    expect(Number(count)).toBe(64)
  })

  test('a reason is needed', async () => {
    const [response] = await listed('flagged')
    const path = `/responses/${response!.personId}/${response!.responseId}/decisions`
    const reply = await researcher.post(path, { decision: 'kept', reason: ' ', returnTo: '/' })
    expect(reply.statusCode).toBe(422)
    expect(reply.body).toContain('Write in a few words why.')
  })

  test('lines can be moved and rules turned off; what cannot be a line is said and kept in the form', async () => {
    const lines = { needed: '1', 'on-long_run': 'yes', 'threshold-long_run': '3' }
    await researcher.post(`/studies/${studyId}/quality/settings`, lines)
    const { settings } = await qualityOfStudy(world.open.db, key())
    expect(settings.rules.long_run).toEqual({ threshold: 3, isEnough: false })
    expect(settings.rules.gibberish?.threshold).toBeNull()
    const page = await read()
    expect(page).not.toContain('Words that are none: 1 answer')
    expect(page).toContain('flagged 3 or more')

    const wrong = await researcher.post(`/studies/${studyId}/quality/settings`, {
      needed: '2',
      'on-long_run': 'yes',
      'threshold-long_run': 'twelve',
    })
    expect(wrong.statusCode).toBe(422)
    expect(wrong.body).toContain('Longest run: use a number between 3 and 200.')
    expect(wrong.body).toContain('value="twelve"')
  })

  test('a question of the file can be made an attention check, which then builds nothing, and back', async () => {
    const [check] = (await variables()).filter(({ label }) => label.includes('choose Agree'))
    await researcher.post(`/studies/${studyId}/attention-checks`, { variable: check!.name, rightAnswer: 'Agree' })
    expect((await variables()).find(({ name }) => name === check!.name)).toMatchObject({
      role: 'check',
      rightAnswer: 'Agree',
    })
    expect(await read('?rule=attention')).toMatch(/R-0061 .*Attention checks failed: 1 failed flagged 1 or more/)
    const forged = await researcher.post(`/studies/${studyId}/attention-checks`, {
      variable: check!.name,
      rightAnswer: 'No such answer',
    })
    expect(forged.statusCode).toBe(422)
    await researcher.post(`/studies/${studyId}/attention-checks`, { variable: check!.name, rightAnswer: '' })
    expect((await variables()).find(({ name }) => name === check!.name)?.role).toBe(check!.role)
  })

  test('a later check takes the place of the one before, whole', async () => {
    const rows = () => world.open.db.selectFrom('responseQuality').select('checkId').distinct().execute()
    const before = await rows()
    await researcher.post(`/studies/${studyId}/quality/checks`)
    const after = await rows()
    expect(after).toHaveLength(1)
    expect(after).not.toEqual(before)
  })

  test('goes along with the answers where that is wished, and nowhere else', async () => {
    const [response] = await listed('suspect')
    await researcher.post(`/responses/${response!.personId}/${response!.responseId}/decisions`, {
      decision: 'kept',
      reason: '=He told us so',
      returnTo: '/',
    })
    const plain = (await researcher.get(`/studies/${studyId}/responses.csv`)).body
    expect(plain).not.toContain('careless')
    const rows: Record<string, string>[] = parse(
      (await researcher.get(`/studies/${studyId}/responses.csv?flags=yes`)).body,
      {
        columns: true,
        bom: true,
      },
    )
    expect(rows).toHaveLength(64)
    expect(rows[60]).toMatchObject({
      respondent: 'R-0061',
      careless: '0',
      suspect: '1',
      flags: 'long_run;variability',
      decision: 'kept',
      decision_reason: "'=He told us so",
      measured_long_run: '12',
      measured_variability: '0',
      measured_speed: '',
    })
    expect(rows[0]).toMatchObject({ careless: '0', suspect: '0', flags: '', decision: '' })
    const line = JSON.parse(
      (await researcher.get(`/studies/${studyId}/responses.jsonl?flags=yes`)).body.split('\n')[60]!,
    )
    expect(line.quality).toMatchObject({ isSuspect: true, isCareless: false, decision: 'kept' })
  })

  test('an erased person takes what was measured and decided along', async () => {
    const [response] = await listed('flagged')
    const { personId, responseId } = response!
    await researcher.post(`/responses/${personId}/${responseId}/decisions`, {
      decision: 'kept',
      reason: 'Known to us.',
      returnTo: '/',
    })
    await researcher.post(`/studies/${studyId}/people/${personId}/erasure`)
    for (const table of ['responseQuality', 'responseDecision'] as const) {
      expect(await world.open.db.selectFrom(table).selectAll().where('personId', '=', personId).execute()).toEqual([])
    }
  })

  async function listed(state: string): Promise<{ personId: string; responseId: string }[]> {
    const { body } = await researcher.get(`/studies/${studyId}/quality?state=${state}`)
    return [...body.matchAll(/\/responses\/([0-9a-f-]{36})\/([0-9a-f-]{36})\/quality/g)].map((found) => ({
      personId: found[1]!,
      responseId: found[2]!,
    }))
  }

  async function variables() {
    const rows = await world.open.db.selectFrom('studyVariable').select('definition').orderBy('position').execute()
    return rows.map(
      ({ definition }) => definition as { name: string; label: string; role: string; rightAnswer?: string },
    )
  }
})

describe.each(engines)('a survey answered here, on the %s database', (engine) => {
  test('is measured in the order each person saw, by the time of their pages, with its attention check', async () => {
    const world = await testApp(await emptyDatabase(engine))
    const survey = await anOpenSurvey(world, shuffledInstrument())
    const orders: string[] = []
    for (const { seconds, check } of [
      { seconds: 18, check: 'p4' },
      { seconds: 9, check: 'p1' },
    ]) {
      const phone = await aStartedPhone(world, survey)
      const order = [...new Set([...phone.page.body.matchAll(/name="views_(s\d)"/g)].map((found) => found[1]!))]
      orders.push(order.join())
      const given = ['p1', 'p1', 'p1', 'p2', 'p3', 'p4', 'p4', 'p4']
      world.clock.advance({ seconds })
      await phone.post({
        ...Object.fromEntries(order.map((row, place) => [`views_${row}`, given[place]!])),
        views_check: check,
      })
    }
    // The two saw the statements in other orders, and not as they are written.
    expect(orders[0]).not.toBe(orders[1])
    expect(orders.every((order) => order !== 's1,s2,s3,s4,s5,s6,s7,s8')).toBe(true)
    await survey.researcher.post(`/studies/${survey.studyId}/quality/checks`)
    const rows = await world.open.db.selectFrom('responseQuality').select(['measures']).orderBy('responseId').execute()
    // Of 0, 0, 0, 1, 2, 3, 3, 3 the mean is 1.5 and the squares sum to 14. Eight statements and a check are nine answers.
    const variability = Math.sqrt(14 / 7)
    expect(rows.map(({ measures }) => measures)).toEqual([
      { speed: 2, long_run: 3, variability, attention: 0 },
      { speed: 1, long_run: 3, variability, attention: 1 },
    ])
    const page = (await survey.researcher.get(`/studies/${survey.studyId}/quality`)).body
    expect(page).toContain('1.0 s')
    expect(page.match(/class="flagged__one"/g)).toHaveLength(1)
  })
})

function shuffledInstrument() {
  const rows = Array.from({ length: 8 }, (_, row) => ({ code: `s${row + 1}`, label: `Statement ${row + 1}` }))
  const check = { code: 'check', label: 'Please choose Agree here', rightAnswer: 'p4', isPinned: true }
  return instrumentSchema.parse({
    ...smallInstrument,
    pages: [
      smallInstrument.pages[0],
      {
        code: 'views',
        title: 'What you think',
        items: [
          {
            kind: 'agreement-matrix',
            code: 'views',
            ask: 'How much do you agree?',
            isRequired: true,
            facet: 'attitude',
            isShuffled: true,
            rows: [...rows, check],
            points: points.map((label, place) => ({ code: `p${place + 1}`, label })),
          },
        ],
      },
    ],
  })
}

/** Sixty people who mean what they say, and four who do not. */
function answersFile(): string {
  const random = randomFrom(4)
  const header = [
    'RespondentID',
    ...traits.map((trait, item) => `How much do you agree: statement ${item + 1} of ${trait + 1}?`),
    'To show that you read this, choose Agree',
    'Anything else?',
  ]
  const careful = Array.from({ length: 60 }, () => {
    const stands = [random.normal(), random.normal(), random.normal()]
    return traits.map((trait) => point(2 + 0.9 * stands[trait]! + 0.7 * random.normal()))
  })
  const same = careful[6]!
  const people = [
    ...careful.map((answers, person) => [
      ...answers,
      'Agree',
      person === 6
        ? ''
        : person === 7
          ? 'It has to last at least as long as the house it stands in'
          : `Nothing more from number ${person * 37}`,
    ]),
    [...traits.map(() => point(2)), 'Neither', ''],
    [...careful[20]!.toReversed(), 'Agree', 'sdfghjkl qwrtzpsdf'],
    [...same, 'Agree', ''],
    [...careful[30]!.toReversed(), 'Agree', 'it has to last at least as LONG as the house it stands in!'],
  ]
  return [header, ...people.map((person, index) => [`c-${index}`, ...person])]
    .map((cells) => cells.map((cell) => `"${cell}"`).join(','))
    .join('\n')
}

function point(value: number): string {
  return points[Math.max(0, Math.min(4, Math.round(value)))]!
}
