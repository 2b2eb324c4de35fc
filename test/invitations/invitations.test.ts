import { parse } from 'csv-parse/sync'
import { beforeEach, describe, expect, test } from 'vitest'
import { startOf } from '../../server/surveys/start.ts'
import { itemKinds } from '../../survey-forms/item-kinds/registry.ts'
import { type TestApp, testApp } from '../support/app.ts'
import { emptyDatabase, engines } from '../support/database.ts'
import { everyRow } from '../support/every-row.ts'
import { everyRowAsText } from '../support/every-text.ts'
import { anInstrument, page, single } from '../survey-forms/flow/made.ts'
import { anOpenSurvey, onlyResponse, type OpenSurvey, Phone } from '../surveys/support.ts'

const list = [
  'email,name,language,customer_id,Plan,note',
  'ann@example.org,Ann Lee,de,c-1,Plus,=HYPERLINK("http://evil")',
  'bob@example.org,Bob,en,c-2,Basic,',
  'ANN@example.org,Ann again,de,c-9,Plus,',
  'not an address,Cy,en,c-3,Basic,',
  'dee@example.org,Dee,fr,c-4,,',
].join('\n')

const instrument = anInstrument({
  pages: [
    page('known', [{ ...itemKinds.hidden.examples[0], code: 'plan_known', field: 'plan', values: undefined }]),
    page('first', [single('how', ['bus', 'car'], { ask: 'How do you use {plan_known|your plan}?' })]),
  ],
  urlFields: ['channel', 'note'],
  translations: { de: { title: 'Auf Deutsch', 'page.first.title': 'Die erste Seite' } },
})

describe.each(engines)('invitations on the %s database', (engine) => {
  let world: TestApp
  let survey: OpenSurvey
  const at = (path: string) => `/surveys/${survey.surveyId}/${path}`

  beforeEach(async () => {
    world = await testApp(await emptyDatabase(engine))
    survey = await anOpenSurvey(world, instrument)
    await survey.researcher.post(at('link-mode'), { linkMode: 'personal' })
  })

  const uploaded = (bytes: string, name = 'people.csv') =>
    survey.researcher.upload(at('invitation-lists'), [{ name, bytes, field: 'file' }])

  async function waitingId(): Promise<string> {
    const body = (await survey.researcher.get(at('invitations'))).body
    return /invitation-lists\/([0-9a-f-]{36})\/confirmation/.exec(body)![1]!
  }

  const uses = ['email', 'name', 'language', 'key', 'field', 'field']
  async function confirmed(columns = uses) {
    const fields = Object.fromEntries(columns.map((use, index) => [`use-${index}`, use]))
    return survey.researcher.post(at(`invitation-lists/${await waitingId()}/confirmation`), {
      ...fields,
      basis: 'Customers who agreed to research mail',
    })
  }

  async function invited(): Promise<void> {
    await uploaded(list)
    await confirmed()
  }

  async function links(): Promise<Record<string, string>[]> {
    const { body } = await survey.researcher.get(at('invitations.csv'))
    return parse(body, { columns: true, bom: true })
  }
  const pathOf = (row: Record<string, string>) => row.link!.replace(/^https?:\/\/[^/]+/, '')

  async function answered(path: string): Promise<Phone> {
    const phone = new Phone(world)
    await phone.get(path)
    await phone.post({ consent: ['analysis'] })
    await phone.post({ how: 'bus' })
    return phone
  }

  test('a list is looked at before anybody is invited, and says which lines it cannot keep', async () => {
    const before = await everyRow(world.open.db)
    expect((await uploaded(list)).statusCode).toBe(303)
    const after = await everyRow(world.open.db)
    const changed = Object.keys(after).filter((table) => after[table] !== before[table])
    expect(changed.sort()).toEqual(['invitation_upload', 'stored_file', 'stored_file_piece'])
    const { body } = await survey.researcher.get(at('invitations'))
    expect(body).toContain('3 of 5 lines can be invited.')
    expect(body).toContain('Line 4: somebody with its address or id stands further up.')
    expect(body).toContain('Line 5: its e-mail address is none.')
    expect(body).not.toContain('<option value="email" selected>E-mail address</option><option value="email"')

    expect((await survey.researcher.post(at(`invitation-lists/${await waitingId()}/confirmation`))).statusCode).toBe(
      422,
    )
    expect((await confirmed(['email', 'email', 'none', 'none', 'none', 'none'])).statusCode).toBe(422)
    expect(await world.open.db.selectFrom('invitation').select('personId').execute()).toEqual([])

    await confirmed()
    const rows = await links()
    expect(rows.map(({ email, name, language, state }) => [email, name, language, state])).toEqual([
      ['ann@example.org', 'Ann Lee', 'de', 'not sent'],
      ['bob@example.org', 'Bob', 'en', 'not sent'],
      ['dee@example.org', 'Dee', 'fr', 'not sent'],
    ])
    expect(rows[0]).toMatchObject({ plan: 'Plus', note: '\'=HYPERLINK("http://evil")' })
    // What was uploaded is not kept twice, and its first lines are gone from the record of the list.
    expect(await world.open.db.selectFrom('storedFile').select('id').execute()).toEqual([])
    const upload = await world.open.db.selectFrom('invitationUpload').selectAll().executeTakeFirstOrThrow()
    expect(upload).toMatchObject({
      state: 'done',
      keptCount: 3,
      refusedCount: 2,
      basis: 'Customers who agreed to research mail',
    })
    expect(JSON.stringify(upload)).not.toContain('example.org')
  })

  test('what is no list is refused in a sentence, and nothing of it is kept', async () => {
    for (const [bytes, words] of [
      ['', 'is empty'],
      ['%PDF-1.7 x', 'is a PDF'],
      ['colour,size\nred,1\nblue,2', 'no column holds e-mail addresses or ids'],
      [`email,${Array.from({ length: 70 }, (_, index) => `f${index}`).join(',')}\na@example.org`, '71 columns'],
    ] as const) {
      const reply = await uploaded(bytes)
      expect(reply.statusCode, words).toBe(422)
      expect(reply.body).toContain(words)
    }
    expect(await world.open.db.selectFrom('storedFile').select('id').execute()).toEqual([])
  })

  test('an invited person answers in their language, as themselves, with what is known of them, and once', async () => {
    await invited()
    const [ann, bob] = await links()
    const phone = new Phone(world)
    await phone.get(`${pathOf(ann!)}&plan=Forged&channel=letter`)
    expect(phone.page.headers['content-language']).toBe('de')
    expect(phone.page.body).toContain('Northfield Home kann sehen, welche Antworten von Ihnen sind.')
    await phone.post({ consent: ['analysis'] })
    expect(phone.page.body).toContain('How do you use Plus?')
    expect(await links()).toMatchObject([{ state: 'started' }, { state: 'not sent' }, { state: 'not sent' }])

    const elsewhere = new Phone(world)
    await elsewhere.get(pathOf(ann!))
    expect(elsewhere.url).toMatch(/pages\/3$/)
    await Promise.all([phone.post({ how: 'bus' }), elsewhere.post({ how: 'bus' })])
    const response = await onlyResponse(world, survey)
    expect(response).toMatchObject({ outcome: 'completed', language: 'de' })
    expect(response.urlFields).toEqual({ channel: 'letter', note: '=HYPERLINK("http://evil")' })
    expect(response.answers.plan_known).toBe('Plus')
    const person = await world.open.db
      .selectFrom('invitation')
      .select('personId')
      .where('email', '=', 'ann@example.org')
      .executeTakeFirstOrThrow()
    expect(response.personId).toBe(person.personId)
    expect((await new Phone(world).get(pathOf(ann!))).statusCode).toBe(410)
    expect((await new Phone(world).get(pathOf(bob!))).statusCode).toBe(200)
    expect((await new Phone(world).get(`/s/${survey.surveyId}`)).statusCode).toBe(403)
    expect((await new Phone(world).get(`/s/${survey.surveyId}?code=${'a'.repeat(22)}`)).statusCode).toBe(403)
    expect(await links()).toMatchObject([{ state: 'completed' }, { state: 'not sent' }, { state: 'not sent' }])
    expect((await survey.researcher.get(at('invitations'))).body).toMatch(/<td>completed<\/td>/)
  })

  test('pressing Start at one moment on two devices starts an invited person once', async () => {
    await invited()
    for (const row of await links()) {
      const phones = [new Phone(world), new Phone(world)]
      await Promise.all(phones.map((phone) => phone.get(pathOf(row))))
      const replies = await Promise.all(phones.map((phone) => phone.post({ consent: ['analysis'] })))
      expect(replies.map(({ statusCode }) => statusCode)).toEqual([303, 303])
      expect(phones.map(({ url }) => url.replace(/.*pages/, ''))).toEqual(['/3', '/3'])
    }
    expect(await world.open.db.selectFrom('response').select('id').execute()).toHaveLength(3)
    const labels = await world.open.db.selectFrom('respondent').select('label').orderBy('label').execute()
    expect(labels.map(({ label }) => label)).toEqual(['R-0001', 'R-0002', 'R-0003'])
  })

  test('in an anonymous survey nothing leads from an answer to whom was invited, only that they need no reminder', async () => {
    await survey.researcher.post(at('anonymity'), { isUnderstood: 'yes' })
    await invited()
    const [ann] = await links()
    expect(ann).not.toHaveProperty('state')
    const phone = await answered(`${pathOf(ann!)}&channel=letter`)
    expect(phone.page.statusCode).toBe(200)
    const response = await onlyResponse(world, survey)
    expect(response).toMatchObject({ outcome: 'completed', urlFields: {}, linkCodeHash: null })
    expect(response.answers).not.toHaveProperty('plan_known')

    const invitation = await world.open.db
      .selectFrom('invitation')
      .selectAll()
      .where('email', '=', 'ann@example.org')
      .executeTakeFirstOrThrow()
    expect(invitation.isFinished).toBe(true)
    const start = startOf(survey.surveyId, invitation.code)
    const traces = [invitation.personId, invitation.code, invitation.codeHash.toString('hex'), start.personId]
    const answers = ['response', 'respondent', 'consent', 'quota_place', 'person']
    const ofAnswer = [response.id, response.personId]
    for (const { table, text } of await everyRowAsText(world.open.db)) {
      const isOfAnswer = ofAnswer.some((id) => text.includes(id))
      if (isOfAnswer) for (const trace of traces) expect(text, table).not.toContain(trace)
      if (isOfAnswer) expect(answers).toContain(table)
    }
    expect((await new Phone(world).get(pathOf(ann!))).statusCode).toBe(410)
    const { body } = await survey.researcher.get(at('invitations'))
    expect(body).toContain('<dt>Have answered</dt><dd>1</dd>')
    expect(body).not.toContain('completed')
    // An id would join the person of the invitation to customers, and is not needed.
    expect(await world.open.db.selectFrom('personKey').select('key').execute()).toEqual([])
  })

  test('an id joins the invited person to the customer of that id, and the same list twice invites nobody twice', async () => {
    const { researcher, studyId } = survey
    await researcher.upload(`/studies/${studyId}/customer-files`, [
      { name: 'customers.csv', bytes: 'customer_id,plan\nc-1,Plus\nc-2,Basic\nc-3,Basic\nc-4,Plus\n' },
    ])
    const waiting = (await researcher.get(`/studies/${studyId}/segments`)).body
    const file = /name="id-0"[^>]*value="([^"]+)"/.exec(waiting)![1]!
    await researcher.post(`/studies/${studyId}/customer-files/confirmation`, {
      'id-0': file,
      'kind-0': 'customers',
      timeZone: '',
    })
    await invited()
    const joined = await world.open.db
      .selectFrom('invitation')
      .innerJoin('customer', 'customer.personId', 'invitation.personId')
      .select(['invitation.email', 'customer.key'])
      .orderBy('customer.key')
      .execute()
    expect(joined).toEqual([
      { email: 'ann@example.org', key: 'c-1' },
      { email: 'bob@example.org', key: 'c-2' },
      { email: 'dee@example.org', key: 'c-4' },
    ])
    await uploaded(list)
    expect((await researcher.get(at('invitations'))).body).toContain('0 of 5 lines can be invited.')
    await confirmed()
    expect(await links()).toHaveLength(3)
    // The address of one and the id of another: which of the two is meant, nobody knows.
    await uploaded('email,customer_id\nann@example.org,c-3\n')
    expect((await researcher.get(at('invitations'))).body).toContain(
      'its address and its id belong to two different people',
    )
  })

  test('erasing an invited person leaves neither address nor link, nor lists that wait and name them', async () => {
    await invited()
    const [ann] = await links()
    await answered(pathOf(ann!))
    await uploaded('email,name\nann@example.org,Ann\nzoe@example.org,Zoe\n', 'again.csv')
    const found = await survey.researcher.get(`${at('invitations')}?search=ANN@`)
    const personPath = /href="(\/studies\/[^"]+\/people\/[^"]+)"/.exec(found.body)![1]!
    expect((await survey.researcher.get(personPath)).body).toContain('ann@example.org')
    expect((await survey.researcher.post(`${personPath}/erasure`)).statusCode).toBe(303)
    const rows = await everyRowAsText(world.open.db)
    const personId = personPath.split('/').at(-1)!
    expect(rows.filter(({ text }) => /ann@example\.org|Ann Lee/.test(text) || text.includes(personId))).toEqual([])
    expect(await world.open.db.selectFrom('storedFile').select('id').execute()).toEqual([])
    expect((await new Phone(world).get(pathOf(ann!))).statusCode).toBe(403)
    expect(await links()).toHaveLength(2)
  })

  test('forgetting whom we invited keeps answers and nothing of the list', async () => {
    await invited()
    const [ann] = await links()
    await answered(pathOf(ann!))
    expect((await survey.researcher.post(at('invitations/deletion'))).statusCode).toBe(422)
    expect((await survey.researcher.post(at('invitations/deletion'), { isUnderstood: 'yes' })).statusCode).toBe(303)
    const rows = await everyRowAsText(world.open.db)
    expect(rows.filter(({ text }) => /(ann|bob|dee)@example\.org|Ann Lee/.test(text))).toEqual([])
    expect((await onlyResponse(world, survey)).outcome).toBe('completed')
    // Persons of whom an id is known stay, as customers do.
    expect(await world.open.db.selectFrom('person').select('id').execute()).toHaveLength(3)
    expect((await new Phone(world).get(pathOf(ann!))).statusCode).toBe(403)
  })

  test('a list of some thousand people is read in batches, each person once', async () => {
    const lines = Array.from({ length: 2_300 }, (_, index) => `p${index % 2_200}@example.org`)
    await uploaded(['email', ...lines].join('\n'))
    await confirmed(['email'])
    const upload = await world.open.db.selectFrom('invitationUpload').selectAll().executeTakeFirstOrThrow()
    expect(upload).toMatchObject({ readCount: 2_300, keptCount: 2_200, refusedCount: 100 })
    expect(await links()).toHaveLength(2_200)
    const { body } = await survey.researcher.get(at('invitations'))
    expect(body).toContain('2,200 people are invited')
    const next = /href="([^"]+after[^"]+)"/.exec(body)![1]!.replaceAll('&#x3D;', '=')
    expect((await survey.researcher.get(next)).statusCode).toBe(200)
  })
})
