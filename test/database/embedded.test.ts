import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { emptyDatabase } from '../support/database.ts'

test('a query outside an open transaction waits for its end, and a failed transaction leaves nothing', async () => {
  const { db } = await emptyDatabase()
  const at = new Date('2026-03-02T10:00:00Z')
  const id = crypto.randomUUID()
  const failing = db.transaction().execute(async (tx) => {
    await tx.insertInto('workspace').values({ id, name: 'rolled back', createdAt: at }).execute()
    throw new Error('changed my mind')
  })
  const outside = db.selectFrom('workspace').select('id').execute()
  await expect(failing).rejects.toThrow('changed my mind')
  expect(await outside).toEqual([])
})

test('transactions side by side each keep their own rows', async () => {
  const { db } = await emptyDatabase()
  const at = new Date('2026-03-02T10:00:00Z')
  await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      db.transaction().execute(async (tx) => {
        await tx
          .insertInto('workspace')
          .values({ id: crypto.randomUUID(), name: `first ${index}`, createdAt: at })
          .execute()
        await tx
          .insertInto('workspace')
          .values({ id: crypto.randomUUID(), name: `second ${index}`, createdAt: at })
          .execute()
      }),
    ),
  )
  expect(await db.selectFrom('workspace').select('id').execute()).toHaveLength(40)
})

test('a long query leaves the event loop free', async () => {
  const { db } = await emptyDatabase()
  let turns = 0
  const timer = setInterval(() => turns++, 1)
  await sql`select count(*) from generate_series(1, 2000000) as n`.execute(db)
  clearInterval(timer)
  // On one thread the loop would not turn at all while the query runs.
  expect(turns).toBeGreaterThan(5)
})

test('a failed statement says what PostgreSQL said and the next one works', async () => {
  const { db } = await emptyDatabase()
  await expect(sql`select * from nowhere`.execute(db)).rejects.toMatchObject({ code: '42P01' })
  expect((await sql`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }])
})
