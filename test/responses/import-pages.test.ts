import { beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../server/ids.ts'
import { responsesOfStudy, variablesOfStudy } from '../../server/responses/store.ts'
import { createStudy } from '../../server/studies/store.ts'
import { aResearcher, type Researcher, type TestApp, testApp } from '../support/app.ts'
import { emptyDatabase, engines } from '../support/database.ts'

const file = [
  'RespondentID,How much do you agree that repairs should be possible?,Which matters more?,Anything else?,Email',
  'c-001,Agree,Price,"I kept the old one, it was fine",a@example.org',
  'c-002,Strongly agree,Quality,,b@example.org',
  'c-003,Disagree,Price,"=HYPERLINK(""http://evil.example"")",c@example.org',
  'c-004,Agree,Quality,Nothing,d@example.org',
].join('\n')

describe.each(engines)('bringing in a file, on the %s database', (engine) => {
  let world: TestApp
  let researcher: Researcher
  let studyId: string

  beforeEach(async () => {
    world = await testApp(await emptyDatabase(engine))
    researcher = await aResearcher(world)
    studyId = newId()
    await createStudy(world.open.db, {
      workspaceId: researcher.workspaceId,
      studyId,
      name: 'Choosing',
      decision: 'What we print beside the price.',
      isSimulated: false,
      at: world.clock.now(),
    })
  })

  test('shows what was recognised and keeps nothing before it is confirmed', async () => {
    const page = await proposal(file)
    expect(page.body).toContain('How much do you agree that repairs should be possible?')
    expect(await kept()).toEqual([])
  })

  test('imports what was confirmed, with personal data left out and people known by their id', async () => {
    const { importUrl } = await proposal(file)
    const reply = await researcher.post(`${importUrl}/confirmation`, {
      basis: 'Consent in the questionnaire',
      mayQuote: 'yes',
      joinsByKey: 'yes',
    })
    expect(reply.statusCode).toBe(303)
    const rows = await kept()
    expect(rows).toHaveLength(4)
    expect(JSON.stringify(rows)).not.toContain('example.org')
    const key = await world.open.db
      .selectFrom('personKey')
      .select('personId')
      .where('key', '=', 'c-002')
      .executeTakeFirst()
    expect(rows.map((row) => row.personId)).toContain(key!.personId)
    expect((await variables()).map(({ name }) => name)).not.toContain('Email')
  })

  test('lets a researcher change kind and role, and passes over what is no kind', async () => {
    const { importUrl } = await proposal(file)
    await researcher.post(`${importUrl}/confirmation`, {
      'kind-2': 'nominal',
      'role-2': 'covariate',
      'kind-1': 'no such kind',
    })
    const changed = (await variables()).find(({ name }) => name === 'Which matters more?')
    expect(changed).toMatchObject({ kind: 'nominal', role: 'covariate', reason: 'Chosen by the researcher.' })
    expect(changed!.options.map(({ code }) => code)).toEqual(['Price', 'Quality'])
  })

  test('takes the time somebody finished for the response, not for an answer', async () => {
    const dated = file
      .split('\n')
      .map((line, index) => (index === 0 ? `${line},End Date` : `${line},2026-02-0${index} 10:00`))
      .join('\n')
    const { importUrl } = await proposal(dated)
    await researcher.post(`${importUrl}/confirmation`)
    const rows = await kept()
    expect(rows.map(({ completedAt }) => completedAt?.getDate())).toEqual([1, 2, 3, 4])
    expect(JSON.stringify(rows.map(({ answers }) => answers))).not.toContain('2026-02')
  })

  test('imports a file once, however often the button is pressed', async () => {
    const { importUrl } = await proposal(file)
    await researcher.post(`${importUrl}/confirmation`)
    expect((await researcher.post(`${importUrl}/confirmation`)).statusCode).toBe(409)
    expect(await kept()).toHaveLength(4)
  })

  test('refuses a file that is no table with a sentence, and keeps nothing of it', async () => {
    const reply = await researcher.upload(`/studies/${studyId}/imports`, [
      { name: 'answers.csv', bytes: Buffer.from([0, 1, 2, 0, 255, 254, 0, 7]), field: 'file' },
    ])
    expect(reply.statusCode).toBe(422)
    expect(reply.body).toContain('answers.csv')
    expect(reply.body).not.toContain('at Object')
    expect(await world.open.db.selectFrom('storedFile').select('id').execute()).toEqual([])
  })

  async function proposal(content: string) {
    const reply = await researcher.upload(`/studies/${studyId}/imports`, [
      { name: 'answers.csv', bytes: content, field: 'file' },
    ])
    expect(reply.statusCode).toBe(303)
    const importUrl = String(reply.headers.location)
    const page = await researcher.get(importUrl)
    expect(page.statusCode).toBe(200)
    return { body: page.body, importUrl }
  }

  async function kept() {
    const rows = []
    for await (const row of responsesOfStudy(world.open.db, { workspaceId: researcher.workspaceId, studyId }))
      rows.push(row)
    return rows
  }

  const variables = () => variablesOfStudy(world.open.db, { workspaceId: researcher.workspaceId, studyId })
})
