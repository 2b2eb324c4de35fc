import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { recountPersonaSet } from '../../server/personas/recount.ts'
import { claimsOfSet, personaSetOf, spansOfSet } from '../../server/personas/store.ts'
import type { StoredAnalysis } from '../../server/personas/find-personas.ts'
import { aResearcher, type Researcher, type TestApp, testApp } from '../support/app.ts'
import { emptyDatabase, engines } from '../support/database.ts'
import { aWholeStudy, type WholeStudy } from '../support/whole-study.ts'

describe.each(engines)('erasing a person, on the %s database', (engine) => {
  let world: TestApp
  let researcher: Researcher
  let study: WholeStudy

  beforeEach(async () => {
    world = await testApp(await emptyDatabase(engine))
    researcher = await aResearcher(world)
    study = await aWholeStudy(world, researcher)
  })

  test('leaves nothing of them in any table that knows persons', async () => {
    const personId = study.ids.personId!
    expect(await tablesWith(personId)).toContain('utterance')
    const reply = await researcher.post(`/studies/${study.ids.studyId}/people/${personId}/erasure`)
    expect(reply.statusCode).toBe(303)
    expect(await tablesWith(personId)).toEqual([])
    const erasures = await world.open.db.selectFrom('erasure').select('counts').execute()
    expect(erasures).toHaveLength(1)
    expect(JSON.stringify(erasures)).not.toContain(personId)
  })

  test('takes a respondent out of every count of the set, and the set says so', async () => {
    const key = { workspaceId: researcher.workspaceId, personaSetId: study.ids.personaSetId! }
    const before = (await personaSetOf(world.open.db, key)).analysis as StoredAnalysis
    const personId = await aMemberWhoIsQuoted()
    await researcher.post(`/studies/${study.ids.studyId}/people/${personId}/erasure`)
    expect(await tablesWith(personId)).toEqual([])

    const set = await personaSetOf(world.open.db, key)
    const after = set.analysis as StoredAnalysis
    expect(after.size).toBe(before.size - 1)
    expect(after.fitted).toBe(before.fitted - 1)
    expect(after.classes.map(({ members }) => members).reduce((sum, count) => sum + count)).toBe(before.fitted - 1)
    const total = after.classes.reduce((sum, { share }) => sum + share.share, 0) + after.unassigned / after.size
    expect(total).toBeCloseTo(1, 9)
    expect(JSON.stringify(await spansOfSet(world.open.db, key))).not.toContain(personId)
    expect((await researcher.get(`/personas/${key.personaSetId}`)).body).toContain('Recounted')
  })

  test('a set that nobody left counts the same as when it was drawn', async () => {
    const key = { workspaceId: researcher.workspaceId, personaSetId: study.ids.personaSetId! }
    const before = (await personaSetOf(world.open.db, key)).analysis as StoredAnalysis
    const claims = await claimsOfSet(world.open.db, key)
    await recountPersonaSet(world.open.db, { ...key, at: world.clock.now() })
    const after = (await personaSetOf(world.open.db, key)).analysis as StoredAnalysis
    before.classes.forEach(({ share, members, profile }, index) => {
      expect(after.classes[index]!.share.share).toBeCloseTo(share.share, 3)
      expect(after.classes[index]!.members).toBe(members)
      const difference = profile[0]!.contrasts[0]!.difference
      expect(after.classes[index]!.profile[0]!.contrasts[0]!.difference).toBeCloseTo(difference, 2)
    })
    expect((await claimsOfSet(world.open.db, key)).map(({ id }) => id)).toEqual(claims.map(({ id }) => id))
  })

  test('takes along uploads that wait for confirmation and name the person, and no other', async () => {
    const { db } = world.open
    const { personId, key } = await db
      .selectFrom('personKey')
      .select(['personId', 'key'])
      .where('workspaceId', '=', researcher.workspaceId)
      .limit(1)
      .executeTakeFirstOrThrow()
    const upload = (name: string, customer: string) =>
      researcher.upload(`/studies/${study.ids.studyId}/customer-files`, [
        { name, bytes: `customer_id,region\n${customer},North\nzz-other,South\n` },
      ])
    await upload('with.csv', key)
    await upload('without.csv', 'zz-nobody')
    await researcher.post(`/studies/${study.ids.studyId}/people/${personId}/erasure`)
    const waiting = db.selectFrom('customerImport').select('fileName').where('state', '=', 'proposed')
    expect(await waiting.execute()).toEqual([{ fileName: 'without.csv' }])
    expect(await db.selectFrom('storedFile').select('name').where('purpose', '=', 'customers').execute()).toEqual([
      { name: 'without.csv' },
    ])
  })

  test('an import that is over keeps no sample of what people answered', async () => {
    const { db } = world.open
    const answers = await db.selectFrom('responseImport').select('proposal').executeTakeFirstOrThrow()
    expect(answers.proposal).toMatchObject({ samples: {} })
    const customers = await db.selectFrom('customerImport').select('proposal').executeTakeFirstOrThrow()
    expect(customers.proposal).toMatchObject({ sample: [] })
  })

  test('is refused for a person of another workspace', async () => {
    const stranger = await aResearcher(world, 'M. Ruiz')
    const reply = await stranger.post(`/studies/${study.ids.studyId}/people/${study.ids.personId}/erasure`)
    expect(reply.statusCode).toBe(404)
    expect(await tablesWith(study.ids.personId!)).toContain('document')
  })

  async function aMemberWhoIsQuoted(): Promise<string> {
    const span = await world.open.db
      .selectFrom('claimSpan')
      .select('personId')
      .where('sourceKind', '=', 'answer')
      .limit(1)
      .executeTakeFirst()
    const member = await world.open.db
      .selectFrom('personaMembership')
      .select('personId')
      .where('status', '=', 'member')
      .limit(1)
      .executeTakeFirstOrThrow()
    return span?.personId ?? member.personId
  }

  /** Walks the catalogue, so that a table added later is looked into without anybody remembering to. */
  async function tablesWith(personId: string): Promise<string[]> {
    const { db } = world.open
    const { rows } = await sql<{ table: string; column: string }>`
      select c.relname as "table", a.attname as "column" from pg_attribute a
      join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind = 'r' and not a.attisdropped
        and (a.attname = 'person_id' or (c.relname = 'person' and a.attname = 'id'))`.execute(db)
    const found: string[] = []
    for (const { table, column } of rows) {
      const hit = await sql`select 1 from ${sql.table(table)} where ${sql.ref(column)} = ${personId} limit 1`.execute(
        db,
      )
      if (hit.rows.length > 0) found.push(table)
    }
    // Ids may also stand inside documents of the database.
    for (const [table, column] of [
      ['persona', 'view'],
      ['claim', 'interviews'],
      ['persona_set', 'analysis'],
      ['task', 'input'],
    ] as const) {
      const hit =
        await sql`select 1 from ${sql.table(table)} where ${sql.ref(column)}::text like ${`%${personId}%`} limit 1`.execute(
          db,
        )
      if (hit.rows.length > 0) found.push(`${table}.${column}`)
    }
    return found.sort()
  }
})
