import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { StoredAnalysis } from '../../../server/personas/find-personas.ts'
import { personaSetOf, saveAnalysis } from '../../../server/personas/store.ts'
import { aResearcher, type Researcher, type TestApp, testApp } from '../../support/app.ts'
import { emptyDatabase, engines } from '../../support/database.ts'
import { aWholeStudy, type WholeStudy } from '../../support/whole-study.ts'

describe.each(engines)('a link for readers, on the %s database', (engine) => {
  let world: TestApp
  let researcher: Researcher
  let study: WholeStudy
  let links: string
  let path: string

  beforeAll(async () => {
    world = await testApp(await emptyDatabase(engine))
    researcher = await aResearcher(world)
    study = await aWholeStudy(world, researcher)
    links = `/personas/${study.ids.personaSetId}/share-links`
  })

  beforeEach(async () => {
    const reply = await researcher.post(links, { reader: 'Agency', days: '30' })
    expect(reply.statusCode).toBe(201)
    path = /value="http[^"]*(\/shared\/[\w-]{22})"/.exec(reply.body)![1]!
  })

  const read = (url = path) => world.app.inject({ method: 'GET', url, headers: { accept: 'text/html' } })

  test('shows the set to somebody without an account, and asks machines to stay away', async () => {
    const reply = await read()
    expect(reply.statusCode).toBe(200)
    expect(reply.headers['x-robots-tag']).toContain('noindex')
    expect(reply.headers['referrer-policy']).toBe('no-referrer')
    expect(reply.headers['cache-control']).toBe('no-store')
    expect(reply.body).toContain('Two personas')
    expect(reply.body).toContain('Fewer than 10 people are never shown')
  })

  test('has nothing to press, no address behind it and no label of a respondent', async () => {
    const { body } = await read()
    expect(body).not.toMatch(/<form|<button|href="\/(personas|studies|documents|people)|R-\d{4}|Interview \d/)
    expect(body).not.toContain(study.ids.personId)
  })

  test('is kept as a hash: neither the database nor the list knows the secret', async () => {
    const secret = path.split('/').at(-1)!
    const rows = await world.open.db.selectFrom('shareLink').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(secret)
    expect(rows.every(({ secretHash }) => secretHash.length === 32)).toBe(true)
    expect((await researcher.get(links)).body).not.toContain(secret)
  })

  test('keeps the day it was last read on, and that alone', async () => {
    expect((await researcher.get(links)).body).toContain('never')
    await read()
    const { lastUsedOn } = await world.open.db
      .selectFrom('shareLink')
      .select('lastUsedOn')
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow()
    expect(lastUsedOn).toBe('2026-03-02')
    expect((await researcher.get(links)).body).toContain('2 March 2026')
  })

  test('ends on its day', async () => {
    world.clock.advance({ days: 29 })
    expect((await read()).statusCode).toBe(200)
    world.clock.advance({ days: 1 })
    const reply = await read()
    expect(reply.statusCode).toBe(410)
    expect(reply.body).toContain('This link ended on 1 April 2026.')
    world.clock.advance({ days: -30 })
  })

  test('is taken back at once', async () => {
    const { id } = await world.open.db
      .selectFrom('shareLink')
      .select('id')
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow()
    expect((await researcher.post(`${links}/${id}/revocation`)).statusCode).toBe(303)
    const reply = await read()
    expect(reply.statusCode).toBe(410)
    expect(reply.body).not.toContain('persona-1')
    expect((await researcher.get(links)).body).toContain('Taken back 2 March 2026')
  })

  test('opens nothing when a character is wrong, and says no more than that', async () => {
    const wrong = path.slice(0, -1) + (path.endsWith('A') ? 'B' : 'A')
    expect((await read(wrong)).statusCode).toBe(404)
    expect((await read('/shared/short')).statusCode).toBe(404)
  })

  test('shows only quotes whose speakers still agree', async () => {
    const { db } = world.open
    const { personId, documentId } = study.ids
    const quote = {
      personId: personId!,
      sourceKind: 'document',
      sourceId: documentId!,
      item: '',
      startCodePoint: 54,
      endCodePoint: 110,
      quotable: 'consented',
    }
    await db
      .updateTable('persona')
      .set({
        view: JSON.stringify({ quote, counterQuote: null, prevalence: null, neighbour: null, namedBy: 'answers' }),
      })
      .where('key', '=', 'p1')
      .execute()
    expect((await read()).body).toContain('a member, in an interview')
    await db
      .insertInto('consent')
      .values({
        personId: personId!,
        purpose: 'quoting',
        at: new Date('2026-03-02T09:59:00Z'),
        workspaceId: researcher.workspaceId,
        studyId: study.ids.studyId!,
        isGranted: false,
        wording: 'No',
        basis: 'Asked to stop',
      })
      .execute()
    await db.deleteFrom('consent').where('personId', '=', personId!).where('isGranted', '=', true).execute()
    expect((await read()).body).not.toContain('a member, in an interview')
  })

  test('hides a persona of fewer than ten people, and the number of people it leaves out', async () => {
    const key = { workspaceId: researcher.workspaceId, personaSetId: study.ids.personaSetId! }
    const analysis = (await personaSetOf(world.open.db, key)).analysis as StoredAnalysis
    const [first, second] = analysis.classes
    const small = { ...second!, share: { ...second!.share, share: 9 / analysis.size } }
    const large = { ...first!, share: { ...first!.share, share: 231 / analysis.size } }
    await saveAnalysis(world.open.db, { ...key, analysis: { ...analysis, classes: [large, small] } })
    const { body } = await read()
    expect(body).toContain('1 persona')
    expect(body).toContain('1 persona is too small.')
    expect(body).toContain('Share of the people in these personas')
    expect(body).not.toContain('persona-2')
    expect(body).not.toMatch(/9 people|4\u202f%|96\u202f%/)
    await saveAnalysis(world.open.db, { ...key, analysis })
  })

  test('is refused often within a minute', async () => {
    const replies = await Promise.all(Array.from({ length: 70 }, () => read('/shared/AAAAAAAAAAAAAAAAAAAAAA')))
    expect(replies.some(({ statusCode }) => statusCode === 429)).toBe(true)
  })
})
