import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { documentText } from '../../server/interviews/store.ts'
import { familiesOf } from '../../server/segments/store.ts'
import { aResearcher, type Researcher, type TestApp, testApp } from '../support/app.ts'
import { emptyDatabase, engines } from '../support/database.ts'

async function openedSample(engine: (typeof engines)[number]) {
  const world = await testApp(await emptyDatabase(engine))
  const researcher = await aResearcher(world)
  const reply = await researcher.post('/sample-study')
  return { world, researcher, studyId: String(reply.headers.location).split('/').at(-1)! }
}

const count = async ({ open: { db } }: TestApp, { workspaceId }: Researcher, table: string) => {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from ${sql.table(table)} where workspace_id = ${workspaceId}`.execute(db)
  return Number(rows[0]!.n)
}

describe.each(engines)('the sample study on the %s database', (engine) => {
  test('is open, whole and marked as simulated', async () => {
    const { world, researcher, studyId } = await openedSample(engine)
    expect(await count(world, researcher, 'response')).toBe(400)
    expect(await count(world, researcher, 'document')).toBe(12)
    expect(await count(world, researcher, 'customer')).toBe(600)
    // 400 answered, 4 were only interviewed, 350 customers did neither.
    expect(await count(world, researcher, 'person')).toBe(754)
    expect(await count(world, researcher, 'purchase')).toBeGreaterThan(1_000)
    expect(await count(world, researcher, 'visit')).toBeGreaterThan(1_000)
    expect(await count(world, researcher, 'tag')).toBeGreaterThan(500)
    const page = await researcher.get(`/studies/${studyId}`)
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain('Simulated.')
    const task = await world.open.db.selectFrom('task').select(['state', 'message']).executeTakeFirstOrThrow()
    expect(task.state).toBe('done')
  })

  test('joins eight interviews to people who answered, and quotes what they said where they said it', async () => {
    const { world, researcher } = await openedSample(engine)
    const { db } = world.open
    const { workspaceId } = researcher
    const joined = await db
      .selectFrom('document')
      .innerJoin('response', 'response.personId', 'document.personId')
      .select('document.id')
      .where('document.workspaceId', '=', workspaceId)
      .execute()
    expect(joined).toHaveLength(8)

    const tags = await db
      .selectFrom('tag')
      .select(['personId', 'sourceId', 'startCodePoint', 'endCodePoint'])
      .where('workspaceId', '=', workspaceId)
      .where('sourceKind', '=', 'document')
      .execute()
    expect(tags.length).toBeGreaterThan(50)
    for (const tag of tags.slice(0, 20)) {
      const text = await documentText(db, { workspaceId, personId: tag.personId, documentId: tag.sourceId })
      expect([...text].slice(tag.startCodePoint, tag.endCodePoint).join('')).toMatch(/\p{L}{2,}.* .*\p{L}/su)
    }
  })

  test('keeps its customers apart from real ones', async () => {
    const { world, researcher } = await openedSample(engine)
    const { workspaceId } = researcher
    expect((await familiesOf(world.open.db, { workspaceId, isSimulated: true })).length).toBeGreaterThan(5)
    expect(await familiesOf(world.open.db, { workspaceId, isSimulated: false })).toEqual([])

    await researcher.post('/studies', { decision: 'Which letters we stop sending.', name: 'Letters' })
    const real = await world.open.db
      .selectFrom('study')
      .select('id')
      .where('isSimulated', '=', false)
      .executeTakeFirstOrThrow()
    const page = await researcher.get(`/studies/${real.id}/segments`)
    expect(page.body).toContain('No customers yet')
  })

  test('opened again does not count a purchase twice', async () => {
    const { world, researcher } = await openedSample(engine)
    const before = await count(world, researcher, 'purchase')
    await researcher.post('/sample-study')
    expect(await count(world, researcher, 'purchase')).toBe(before)
    expect(await count(world, researcher, 'customer')).toBe(600)
    expect(await count(world, researcher, 'response')).toBe(800)
  })
})
