import { beforeAll, describe, expect, test } from 'vitest'
import { drawSet } from '../../../server/personas/draw-set.ts'
import { personasOfSet } from '../../../server/personas/store.ts'
import { movementsBetween, publishedSetId } from '../../../server/personas/versions/store.ts'
import { aResearcher, type Researcher, type TestApp, testApp } from '../../support/app.ts'
import { emptyDatabase, engines } from '../../support/database.ts'
import { aWholeStudy } from '../../support/whole-study.ts'

describe.each(engines)('versions of a persona set, on the %s database', (engine) => {
  let world: TestApp
  let researcher: Researcher
  let studyId: string
  let sets: string[]
  let list: string

  beforeAll(async () => {
    world = await testApp(await emptyDatabase(engine))
    researcher = await aResearcher(world)
    studyId = (await aWholeStudy(world, researcher)).ids.studyId!
    await researcher.post(`/studies/${studyId}/persona-sets`, { seed: '1' })
    const rows = await world.open.db.selectFrom('personaSet').select('id').orderBy('number').execute()
    sets = rows.map(({ id }) => id)
    list = `/studies/${studyId}/persona-versions`
  })

  const published = () => publishedSetId(world.open.db, { workspaceId: researcher.workspaceId, studyId })
  const movements = () =>
    movementsBetween(world.open.db, { workspaceId: researcher.workspaceId, before: sets[0]!, after: sets[1]! })

  test('are listed, and none is in use until somebody says so', async () => {
    const { body } = await researcher.get(list)
    expect(sets).toHaveLength(2)
    expect(body).toContain('Set 1')
    expect(body).toContain('Set 2')
    expect(body).not.toContain('in use</span>')
    expect(await published()).toBeNull()
  })

  test('one is published with a reason, then another, and the publication is taken back', async () => {
    await researcher.post(`/personas/${sets[0]}/publication`, { note: 'Agreed with sales.' })
    expect(await published()).toBe(sets[0])
    expect((await researcher.get(list)).body).toContain('Agreed with sales.')
    expect((await researcher.get(`/personas/${sets[0]}`)).body).toContain('This set is in use.')
    expect((await researcher.get(`/personas/${sets[1]}`)).body).not.toContain('This set is in use.')
    await researcher.post(`/personas/${sets[1]}/publication`, {})
    expect(await published()).toBe(sets[1])
    await researcher.post(`/studies/${studyId}/publication/withdrawal`)
    expect(await published()).toBeNull()
    expect(await world.open.db.selectFrom('publication').select('id').execute()).toHaveLength(3)
  })

  test('a set with a disputed line is published only when somebody says so', async () => {
    const { db } = world.open
    const { id } = await db
      .selectFrom('claim')
      .select('id')
      .where('personaSetId', '=', sets[1]!)
      .limit(1)
      .executeTakeFirstOrThrow()
    await db
      .updateTable('claim')
      .set({ grade: 'X' })
      .where('personaSetId', '=', sets[1]!)
      .where('id', '=', id)
      .execute()
    const refused = await researcher.post(`/personas/${sets[1]}/publication`, { note: 'Soon' })
    expect(refused.statusCode).toBe(422)
    expect(refused.body).toContain('One line is disputed.')
    expect(refused.body).toContain('value="Soon"')
    expect(await published()).toBeNull()
    await researcher.post(`/personas/${sets[1]}/publication`, { note: 'Soon', despite: 'yes' })
    expect(await published()).toBe(sets[1])
  })

  test('two of the same answers keep every persona, and everybody stays', async () => {
    const { body } = await researcher.get(`${list}/difference?before=${sets[0]}&after=${sets[1]}`)
    expect(body).toContain('2 of 2 personas kept')
    expect(body).toMatch(/240 people are in both sets\. Of the \d+ who belong to a persona in each, 0 \(0\u202f%\)/)
    expect(body).toContain('Members in common 1.00 (Jaccard)')
    expect(body).toContain('Both rest on the same answers.')
    expect((await movements()).reduce((sum, { people }) => sum + people, 0)).toBe(240)
  })

  test('lead from the set to its explorer, its versions and its links', async () => {
    const { body } = await researcher.get(`/personas/${sets[0]}`)
    for (const path of [`/personas/${sets[0]}/explorer`, `/personas/${sets[0]}/share-links`, list])
      expect(body).toContain(`href="${path}"`)
  })

  test('of another study are not found', async () => {
    const reply = await researcher.get(`${list}/difference?before=019a0000-0000-7000-8000-000000000000`)
    expect(reply.statusCode).toBe(404)
  })

  test('are all counted again when somebody is erased, and say so beside each other', async () => {
    const { personId } = await world.open.db
      .selectFrom('personaMembership')
      .select('personId')
      .where('status', '=', 'member')
      .limit(1)
      .executeTakeFirstOrThrow()
    await researcher.post(`/studies/${studyId}/people/${personId}/erasure`)
    expect((await movements()).reduce((sum, { people }) => sum + people, 0)).toBe(239)
    expect((await researcher.get(list)).body.match(/Recounted 2 March 2026/g)).toHaveLength(2)
    const { body } = await researcher.get(`${list}/difference`)
    expect(body.match(/Recounted 2 March 2026/g)).toHaveLength(2)
    expect(body).toContain('239 people are in both sets.')
  })

  test('a persona that is found again keeps its number and with it its colour, whatever its place in the set', async () => {
    const { db } = world.open
    const numbersIn = async (personaSetId: string) =>
      (await personasOfSet(db, { workspaceId: researcher.workspaceId, personaSetId })).map(({ number }) => number)
    const earlier = db.updateTable('persona').where('personaSetId', '=', sets[1]!)
    await earlier.set({ number: 6 }).where('key', '=', 'p1').execute()
    await researcher.post(`/personas/${sets[1]}/publication`, { despite: 'yes' })
    await researcher.post(`/studies/${studyId}/persona-sets`, { seed: '2' })
    const newest = await db.selectFrom('personaSet').select('id').orderBy('number', 'desc').executeTakeFirstOrThrow()
    expect(newest.id).not.toBe(sets[1])
    expect(await numbersIn(newest.id)).toEqual([6, 2])
    await drawSet(db, { workspaceId: researcher.workspaceId, personaSetId: newest.id })
    expect(await numbersIn(newest.id)).toEqual([6, 2])
  })
})
