import { beforeAll, describe, expect, test } from 'vitest'
import { exploreSet } from '../../../server/personas/explorer/explore-set.ts'
import { findExploration, pathsOfSet } from '../../../server/personas/explorer/store.ts'
import { membershipsOfSet } from '../../../server/personas/store.ts'
import { aResearcher, type Researcher, type TestApp, testApp } from '../../support/app.ts'
import { emptyDatabase, engines } from '../../support/database.ts'
import { aWholeStudy, type WholeStudy } from '../../support/whole-study.ts'

describe.each(engines)('the explorer of a set, on the %s database', (engine) => {
  let world: TestApp
  let researcher: Researcher
  let study: WholeStudy
  let key: { workspaceId: string; personaSetId: string }

  beforeAll(async () => {
    world = await testApp(await emptyDatabase(engine))
    researcher = await aResearcher(world)
    study = await aWholeStudy(world, researcher)
    key = { workspaceId: researcher.workspaceId, personaSetId: study.ids.personaSetId! }
  })

  const page = async () => (await researcher.get(`/personas/${key.personaSetId}/explorer`)).body
  const assignments = () =>
    world.open.db.selectFrom('classAssignment').select(['personId', 'classes']).orderBy('personId').execute()

  test('says why this many by four criteria, before anybody has been followed', async () => {
    const body = await page()
    expect(body).toContain('Why 2 groups')
    for (const name of ['BIC', 'Size-adjusted BIC', 'AIC3', 'ICL'])
      expect(body).toContain(`<b>${name}</b>: smallest with`)
    expect(body).toContain('Nobody has been followed yet.')
    expect(body).toContain('Nobody stands between two personas.')
    expect(body).toContain('I read reviews first')
  })

  test('follows everybody through the models of the search, and the set’s own number agrees with its members', async () => {
    const reply = await researcher.post(`/personas/${key.personaSetId}/explorations`)
    expect(reply.statusCode).toBe(303)
    const exploration = (await findExploration(world.open.db, key))!
    expect(exploration.isSameData).toBe(true)
    expect(exploration.sizes.map(({ groups }) => groups)).toEqual([2, 3, 4, 5, 6, 7, 8])
    expect(exploration.sizes.filter(({ isSameModel }) => !isSameModel)).toEqual([])
    const rows = new Map((await assignments()).map(({ personId, classes }) => [personId, classes]))
    expect(rows.size).toBe(240)
    for await (const { personId, personaKey } of membershipsOfSet(world.open.db, key)) {
      expect(rows.get(personId)![0]).toBe(personaKey === 'p1' ? 'a' : 'b')
    }
    const paths = await pathsOfSet(world.open.db, key)
    expect(paths.reduce((sum, { people }) => sum + people, 0)).toBe(240)
    const body = await page()
    expect(body).toContain('240 people.')
    expect(body).toContain('The same people sorted into 2 to 8 groups')
    expect(body).toMatch(/found again in \d of 6/)
  })

  test('gives the same groups when they are followed again', async () => {
    const before = await assignments()
    await exploreSet(world.open.db, key, { clock: world.clock })
    expect(await assignments()).toEqual(before)
  })

  test('puts chosen personas on the same axes', async () => {
    const address = `/personas/${key.personaSetId}/side-by-side`
    const both = (await researcher.get(address)).body
    expect(both).toContain('What they answer')
    expect(both.match(/<input type="checkbox" name="with" value="p\d" checked>/g)).toHaveLength(2)
    const one = (await researcher.get(`${address}?with=p2`)).body
    expect(one.match(/<input type="checkbox" name="with" value="p\d" checked>/g)).toHaveLength(1)
  })

  test('lets an erased person’s path fall, and says so', async () => {
    const { personId } = (await assignments())[0]!
    world.clock.advance({ minutes: 5 })
    await researcher.post(`/studies/${study.ids.studyId}/people/${personId}/erasure`)
    expect((await assignments()).some((row) => row.personId === personId)).toBe(false)
    const body = await page()
    expect(body).toContain('239 people.')
    expect(body).toContain('Somebody was erased since')
  })
})
