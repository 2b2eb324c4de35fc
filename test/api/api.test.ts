import { beforeAll, describe, expect, test } from 'vitest'
import { newestPersonaSet } from '../../server/personas/store.ts'
import { type Researcher, type TestApp, aResearcher, testApp } from '../support/app.ts'
import { emptyDatabase, engines } from '../support/database.ts'
import { everyRow } from '../support/every-row.ts'
import { everyRoute, fillParameters } from '../support/routes.ts'
import { aWholeStudy, type WholeStudy } from '../support/whole-study.ts'

describe.each(engines)('the API for other tools, on the %s database', (engine) => {
  let world: TestApp
  let owner: Researcher
  let whole: WholeStudy
  let key: string

  beforeAll(async () => {
    world = await testApp(await emptyDatabase(engine))
    owner = await aResearcher(world)
    whole = await aWholeStudy(world, owner)
    key = await aKey(owner)
  })

  test('leads from a study to its sets, their personas and every member once', async () => {
    const { studies } = await read('/api/v1/studies')
    expect(studies).toMatchObject([{ id: whole.ids.studyId, name: 'Choosing', setInUse: null }])
    const { sets } = await read(`/api/v1/studies/${studies[0].id}/persona-sets`)
    const set = await read(`/api/v1/persona-sets/${sets[0].id}`)
    expect(set.personas).toHaveLength(sets[0].personas)
    expect(set.shares.reduce((sum: number, { share }: { share: number }) => sum + share, 0)).toBeCloseTo(1, 6)
    const persona = await read(`/api/v1/persona-sets/${sets[0].id}/personas/p1`)
    expect(persona).toEqual(set.personas[0])

    const keys: string[] = []
    let after = ''
    let pages = 0
    do {
      const page = await read(`/api/v1/persona-sets/${sets[0].id}/members?limit=50${after}`)
      keys.push(...page.members.map((member: { key: string }) => member.key))
      after = page.next ? `&after=${page.next}` : ''
      pages++
    } while (after)
    const csv = (await owner.get(`/personas/${sets[0].id}/members.csv`)).body.trim().split('\n').slice(1)
    expect(keys.toSorted()).toEqual(csv.map((line) => line.split(',')[0]).toSorted())
    expect(new Set(keys).size).toBe(keys.length)
    expect(pages).toBeGreaterThan(2)
  })

  test('names the set in use once the team has said which', async () => {
    const set = await newestPersonaSet(world.open.db, {
      workspaceId: owner.workspaceId,
      studyId: whole.ids.studyId!,
    })
    await owner.post(`/personas/${set!.id}/publication`, { note: 'For the autumn', despite: 'yes' })
    expect((await read(`/api/v1/studies/${whole.ids.studyId}`)).setInUse).toBe(set!.id)
    expect((await read('/api/v1/studies')).studies[0].setInUse).toBe(set!.id)
  })

  test('opens nothing without a key, with a guessed one, or with a browser’s cookie', async () => {
    const open: string[] = []
    for (const { url } of keyRoutes()) {
      const path = fillParameters(url, whole.ids)
      for (const headers of [
        {},
        { authorization: 'Bearer verbatim_AAAAAAAAAAAAAAAAAAAAAA' },
        { authorization: `Basic ${key}` },
        { cookie: `verbatim=${owner.cookie}` },
      ]) {
        const reply = await world.app.inject({ url: path, headers: headers as Record<string, string> })
        if (reply.statusCode !== 401 || !reply.headers['www-authenticate']) open.push(`${url}: ${reply.statusCode}`)
        expect(reply.headers['content-type']).toContain('application/problem+json')
      }
    }
    expect(open).toEqual([])
    expect(keyRoutes().length).toBeGreaterThan(4)
  })

  test('shows another workspace’s key nothing of this one, and changes nothing', async () => {
    const strangers = await aKey(await aResearcher(world, 'M. Ruiz'))
    // The first use of a day is noted; everything after it only reads.
    await world.app.inject({ url: '/api/v1/studies', headers: { authorization: `Bearer ${strangers}` } })
    const before = await everyRow(world.open.db)
    for (const { url } of keyRoutes()) {
      const reply = await world.app.inject({
        url: fillParameters(url, whole.ids),
        headers: { authorization: `Bearer ${strangers}` },
      })
      if (url.includes(':')) expect([url, reply.statusCode]).toEqual([url, 404])
      else expect(reply.json()).toEqual({ studies: [] })
    }
    expect(await everyRow(world.open.db)).toEqual(before)
  })

  test('shuts at once when the key is taken back, and by itself at its end', async () => {
    const shortLived = await aKey(owner)
    const newest = /action="(\/settings\/access-keys\/[\w-]+\/revocation)"/.exec(
      (await owner.get('/settings/access-keys')).body,
    )![1]!
    expect((await get('/api/v1/studies', shortLived)).statusCode).toBe(200)
    await owner.post(newest)
    expect((await get('/api/v1/studies', shortLived)).statusCode).toBe(401)
    expect((await get('/api/v1/studies')).statusCode).toBe(200)
    world.clock.advance({ days: 31 })
    expect((await get('/api/v1/studies')).statusCode).toBe(401)
    world.clock.advance({ days: -31 })
  })

  test('refuses what it cannot use with problem details that name no data', async () => {
    const reply = await get(`/api/v1/persona-sets/${whole.ids.personaSetId}/members?limit=none`)
    expect(reply.statusCode).toBe(422)
    expect(reply.json()).toMatchObject({ type: 'urn:verbatim:problem:invalid_request', status: 422 })
    expect((await get('/api/v1/persona-sets/none/members')).statusCode).toBe(404)
  })

  test('publishes a document of OpenAPI 3.1 that has every route with what it answers', async () => {
    const document = (await world.app.inject({ url: '/api/v1/openapi.json' })).json()
    expect(document.openapi).toBe('3.1.0')
    const documented = Object.keys(document.paths).toSorted()
    const routes = keyRoutes().map(({ url }) => url.replaceAll(/:(\w+)/g, '{$1}'))
    expect(documented).toEqual(routes.toSorted())
    for (const path of documented) {
      const { summary, responses } = document.paths[path].get
      expect(summary).toBeTruthy()
      expect(responses['200'].content['application/json'].schema).toBeTruthy()
      expect(responses['401']).toBeTruthy()
    }
  })

  const keyRoutes = () => everyRoute(world.app).filter(({ access }) => access === 'key')
  const get = (url: string, secret = key) => world.app.inject({ url, headers: { authorization: `Bearer ${secret}` } })
  async function read(url: string) {
    const reply = await get(url)
    expect([url, reply.statusCode]).toEqual([url, 200])
    return reply.json()
  }
})

async function aKey(researcher: Researcher): Promise<string> {
  const page = await researcher.post('/settings/access-keys', { holder: 'CRM, nightly', days: '30' })
  return /value="(verbatim_[\w-]{22})"/.exec(page.body)![1]!
}
