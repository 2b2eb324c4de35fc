import { describe, expect, test } from 'vitest'
import { newId } from '../../server/ids.ts'
import { familiesOf } from '../../server/segments/store.ts'
import { aResearcher, type Researcher, type TestApp, testApp } from '../support/app.ts'
import { emptyDatabase, type Engine, engines } from '../support/database.ts'

const customers = [
  'customer_id,region,email',
  'c-1,North,one@example.org',
  'c-2,South,two@example.org',
  'c-3,North,three@example.org',
  'c-4,,four@example.org',
  'c-5,South,five@example.org',
  'c-6,North,six@example.org',
].join('\n')
const purchases = [
  'customer_id,purchase_date,amount',
  'c-1,2026-01-10,20.00',
  'c-1,2026-02-10,30.00',
  'c-2,2025-06-01,10.00',
  'c-3,some day,10.00',
  'c-9,2026-02-20,5.00',
].join('\n')
const visits = [
  'customer_id,visited_at',
  'c-1,2026-02-20T23:30:00Z',
  'c-1,2026-02-20T23:45:00Z',
  'c-2,2026-02-01T08:00:00Z',
].join('\n')

interface World {
  world: TestApp
  researcher: Researcher
  studyId: string
}

async function aStudy(engine: Engine): Promise<World> {
  const world = await testApp(await emptyDatabase(engine))
  const researcher = await aResearcher(world)
  const { headers } = await researcher.post('/studies', { decision: 'Which letters we stop sending.', name: 'Letters' })
  return { world, researcher, studyId: String(headers.location).split('/').at(-1)! }
}

/** Uploads files and confirms each as `kinds` says, or as it was recognised. */
async function bringIn(
  { world, researcher, studyId }: World,
  files: Record<string, string>,
  { kinds = {}, timeZone = 'UTC' }: { kinds?: Record<string, string>; timeZone?: string } = {},
) {
  const upload = Object.entries(files).map(([name, bytes]) => ({ name, bytes }))
  const reply = await researcher.upload(`/studies/${studyId}/customer-files`, upload)
  expect(reply.statusCode).toBe(303)
  const waiting = await world.open.db
    .selectFrom('customerImport')
    .select(['id', 'fileName', 'kind'])
    .where('state', '=', 'proposed')
    .execute()
  const fields: Record<string, string> = { timeZone }
  waiting.forEach(({ id, fileName, kind }, index) => {
    fields[`id-${index}`] = id
    fields[`kind-${index}`] = kinds[fileName] ?? kind
  })
  return researcher.post(`/studies/${studyId}/customer-files/confirmation`, fields)
}

const familySizes = async ({ world, researcher }: World) => {
  const families = await familiesOf(world.open.db, { workspaceId: researcher.workspaceId, isSimulated: false })
  return Object.fromEntries(
    families.map(({ name, segments }) => [name, Object.fromEntries(segments.map((one) => [one.name, one.size]))]),
  )
}

describe.each(engines)('segments on the %s database', (engine) => {
  test('come from customers, purchases and visits, and add up to everyone who is known', async () => {
    const study = await aStudy(engine)
    await bringIn(study, { 'customers.csv': customers, 'purchases.csv': purchases, 'visits.csv': visits })
    const families = await familySizes(study)
    expect(families.region).toEqual({ North: 3, South: 2, 'Not known': 2 })
    expect(families['Recency of visit']).toEqual({
      "Yesterday's visitors": 1,
      'Visited 8 to 30 days ago': 1,
      'Not known': 5,
    })
    const bought = Object.values(families['Recency and frequency of purchase']!).reduce((sum, size) => sum + size, 0)
    expect(bought).toBe(7)
    const page = await study.researcher.get(`/studies/${study.studyId}/segments`)
    expect(page.body).toContain('7 customers, 3 ways of slicing them')
    expect(page.body).toContain('its date can’t be read')
  })

  test('keep nothing that tells who somebody is, and nothing of the file itself', async () => {
    const study = await aStudy(engine)
    await bringIn(study, { 'customers.csv': customers })
    const kept = await study.world.open.db.selectFrom('customer').select('attributes').execute()
    expect(JSON.stringify(kept)).not.toContain('example.org')
    expect(await study.world.open.db.selectFrom('storedFile').select('id').execute()).toEqual([])
  })

  test('do not count a file twice that is imported twice', async () => {
    const study = await aStudy(engine)
    await bringIn(study, { 'customers.csv': customers, 'purchases.csv': purchases, 'visits.csv': visits })
    const before = await familySizes(study)
    const addresses = (await familiesOf(study.world.open.db, { ...study.researcher, isSimulated: false })).map(
      ({ id }) => id,
    )
    await bringIn(study, { 'customers.csv': customers, 'purchases.csv': purchases, 'visits.csv': visits })
    expect(await familySizes(study)).toEqual(before)
    const bought = await study.world.open.db.selectFrom('purchase').select('id').execute()
    expect(bought).toHaveLength(4)
    const again = await familiesOf(study.world.open.db, { ...study.researcher, isSimulated: false })
    expect(again.map(({ id }) => id)).toEqual(addresses)
  })

  test('read a visit near midnight as a day of the time zone that was given', async () => {
    const study = await aStudy(engine)
    await bringIn(study, { 'visits.csv': visits }, { timeZone: 'Europe/Berlin' })
    const days = await study.world.open.db.selectFrom('visit').select('visitedOn').orderBy('visitedOn').execute()
    expect(days.map(({ visitedOn }) => visitedOn)).toEqual(['2026-02-01', '2026-02-21'])
    const page = await study.researcher.get(`/studies/${study.studyId}/segments`)
    expect(page.body).toContain('Europe/Berlin')
  })

  test('count recencies from the day that is given, and leave later purchases out', async () => {
    const study = await aStudy(engine)
    await bringIn(study, { 'purchases.csv': purchases })
    await study.researcher.post(`/studies/${study.studyId}/segments/computation`, { asOf: '2025-12-31' })
    const families = await familySizes(study)
    expect(families['Recency and frequency of purchase']).toMatchObject({ 'No purchase': 2 })
    const page = await study.researcher.get(`/studies/${study.studyId}/segments`)
    expect(page.body).toContain('31 December 2025')
  })

  test('join customers with respondents who are known by the same key', async () => {
    const study = await aStudy(engine)
    const { db } = study.world.open
    const { workspaceId } = study.researcher
    const personId = newId()
    const at = study.world.clock.now()
    await db.insertInto('person').values({ id: personId, workspaceId, createdAt: at }).execute()
    await db.insertInto('personKey').values({ workspaceId, key: 'c-2', personId }).execute()
    await db
      .insertInto('respondent')
      .values({ personId, studyId: study.studyId, workspaceId, label: 'R-0001' })
      .execute()
    await bringIn(study, { 'customers.csv': customers })
    const row = await db.selectFrom('customer').select('personId').where('key', '=', 'c-2').executeTakeFirstOrThrow()
    expect(row.personId).toBe(personId)
    const page = await study.researcher.get(`/studies/${study.studyId}/segments`)
    expect(page.body).toContain('1 of them also answered this study')
  })

  test('lose a person who is erased, in every size', async () => {
    const study = await aStudy(engine)
    await bringIn(study, { 'customers.csv': customers })
    await study.world.open.db.deleteFrom('person').where('workspaceId', '=', study.researcher.workspaceId).execute()
    expect(await familySizes(study)).toEqual({ region: {} })
  })

  test('are another workspace’s business only there', async () => {
    const study = await aStudy(engine)
    await bringIn(study, { 'customers.csv': customers })
    const [family] = await familiesOf(study.world.open.db, { ...study.researcher, isSimulated: false })
    const stranger = await aResearcher(study.world, 'M. Ruiz')
    for (const url of [
      `/studies/${study.studyId}/segments`,
      `/studies/${study.studyId}/segments/${family!.id}/cross-cut`,
      `/guide/segments-and-personas?study=${study.studyId}`,
    ]) {
      expect((await stranger.get(url)).statusCode).toBe(404)
    }
  })
})

describe('bringing in customer files', () => {
  test('a file that is none of the three is refused with its reason, and the others wait', async () => {
    const study = await aStudy('embedded')
    const reply = await study.researcher.upload(`/studies/${study.studyId}/customer-files`, [
      { name: 'colours.csv', bytes: 'colour,size\nred,1\nred,1\nblue,2\nred,1\n' },
      { name: 'empty.csv', bytes: '' },
      { name: 'customers.csv', bytes: customers },
    ])
    expect(reply.statusCode).toBe(422)
    expect(reply.body).toContain('colours.csv can’t be used')
    expect(reply.body).toContain('empty.csv')
    expect(reply.body).toContain('Is this what the files hold?')
    const kept = await study.world.open.db.selectFrom('storedFile').select('name').execute()
    expect(kept).toEqual([{ name: 'customers.csv' }])
  })

  test('a file that is left out is forgotten', async () => {
    const study = await aStudy('embedded')
    await bringIn(study, { 'customers.csv': customers }, { kinds: { 'customers.csv': 'leave' } })
    expect(await study.world.open.db.selectFrom('customer').select('key').execute()).toEqual([])
    expect(await study.world.open.db.selectFrom('storedFile').select('id').execute()).toEqual([])
  })

  test('a time zone that does not exist and a date that does not exist are said beside the field', async () => {
    const study = await aStudy('embedded')
    const zone = await bringIn(study, { 'visits.csv': visits }, { timeZone: 'Middle/Earth' })
    expect(zone.statusCode).toBe(422)
    expect(zone.body).toContain('There is no such time zone')
    expect(zone.body).toContain('Middle/Earth')
    await bringIn(study, { 'customers.csv': customers })
    const date = await study.researcher.post(`/studies/${study.studyId}/segments/computation`, { asOf: '2026-02-30' })
    expect(date.statusCode).toBe(422)
    expect(date.body).toContain('Write the date as')
  })

  test('nothing chosen is said, and a forged file id does nothing', async () => {
    const study = await aStudy('embedded')
    const nothing = await study.researcher.upload(`/studies/${study.studyId}/customer-files`, [{ name: '', bytes: '' }])
    expect(nothing.statusCode).toBe(422)
    expect(nothing.body).toContain('Choose one file or more first.')
    const forged = await study.researcher.post(`/studies/${study.studyId}/customer-files/confirmation`, {
      'id-0': newId(),
      'kind-0': 'customers',
      timeZone: 'UTC',
    })
    expect(forged.statusCode).toBe(303)
    expect(await study.world.open.db.selectFrom('customer').select('key').execute()).toEqual([])
  })

  test('the guide explains without a study, and says that its picture is drawn', async () => {
    const study = await aStudy('embedded')
    const page = await study.researcher.get('/guide/segments-and-personas')
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain('Drawn, not measured')
    const own = await study.researcher.get(`/guide/segments-and-personas?study=${study.studyId}`)
    expect(own.body).toContain('This study has no customers to segment yet.')
  })
})
