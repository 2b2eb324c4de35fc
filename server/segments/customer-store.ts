import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import { newId } from '../ids.ts'
import { personsByKey } from '../responses/store.ts'
import { type CalendarDay, dateOfDay, dayFromText } from './calendar-day.ts'

/** The customers of a workspace: real ones, or the simulated ones of sample studies. The two never mix. */
export interface CustomerBase {
  workspaceId: string
  isSimulated: boolean
}

export interface CustomerToKeep {
  key: string
  attributes: Record<string, string>
}

// Rows travel as one JSON parameter where there are many: the embedded database is slow at a parameter a cell.
const rowsPerStatement = 1_000
const rowsPerPage = 5_000

/**
 * Persons by their keys; keys that nobody has yet become new persons with a customer record of no attributes. Whoever answered or was
 * interviewed under the same key is the same person.
 */
export async function customersByKey(
  db: Database,
  { workspaceId, isSimulated, at }: CustomerBase & { at: Date },
  keys: string[],
): Promise<Map<string, string>> {
  const distinct = [...new Set(keys)]
  const personOf = await personsByKey(db, { workspaceId, keys: distinct })
  const fresh = distinct.filter((key) => !personOf.has(key))
  for (const key of fresh) personOf.set(key, newId())
  if (fresh.length > 0) {
    const persons = fresh.map((key) => ({ id: personOf.get(key)!, workspaceId, createdAt: at }))
    await db.insertInto('person').values(persons).execute()
    const rows = fresh.map((key) => ({ workspaceId, key, personId: personOf.get(key)! }))
    await db.insertInto('personKey').values(rows).execute()
  }
  const customers = distinct.map((key) => ({ personId: personOf.get(key)!, workspaceId, key, isSimulated }))
  for (const some of batches(customers)) {
    await db
      .insertInto('customer')
      .values(some)
      .onConflict((conflict) => conflict.column('personId').doNothing())
      .execute()
  }
  return personOf
}

/** Keeps customers with their attributes; one who is known gets the new ones in place of the old. */
export async function saveCustomers(
  db: Database,
  base: CustomerBase & { at: Date },
  customers: CustomerToKeep[],
): Promise<void> {
  for (const some of batches(customers)) {
    await db.transaction().execute(async (tx) => {
      const personOf = await customersByKey(
        tx,
        base,
        some.map(({ key }) => key),
      )
      await tx
        .insertInto('customer')
        .values(
          some.map(({ key, attributes }) => ({
            personId: personOf.get(key)!,
            workspaceId: base.workspaceId,
            key,
            attributes: JSON.stringify(attributes),
            isSimulated: base.isSimulated,
          })),
        )
        .onConflict((conflict) =>
          conflict.column('personId').doUpdateSet((set) => ({
            key: set.ref('excluded.key'),
            attributes: set.ref('excluded.attributes'),
          })),
        )
        .execute()
    })
  }
}

export interface PurchaseToKeep {
  customer: string
  day: CalendarDay
  amount: number
}

/**
 * Keeps purchases of one file. What was known before of a customer in the file goes: an export holds a customer's whole history, and
 * the same file imported twice must not count twice.
 * @param begun keys whose earlier purchases are gone already, kept by the caller over the batches of a file
 */
export async function savePurchases(
  db: Database,
  base: CustomerBase & { at: Date; begun: Set<string> },
  purchases: PurchaseToKeep[],
): Promise<void> {
  const { workspaceId, begun } = base
  await db.transaction().execute(async (tx) => {
    const personOf = await customersByKey(
      tx,
      base,
      purchases.map(({ customer }) => customer),
    )
    const starting = [...personOf].filter(([key]) => !begun.has(key))
    if (starting.length > 0) {
      const ids = starting.map(([, personId]) => personId)
      await tx.deleteFrom('purchase').where('workspaceId', '=', workspaceId).where('personId', 'in', ids).execute()
    }
    const rows = purchases.map(({ customer, day, amount }) => ({
      person: personOf.get(customer)!,
      id: newId(),
      day: dateOfDay(day),
      amount,
    }))
    for (const some of batches(rows)) {
      await sql`
        insert into purchase (person_id, id, workspace_id, purchased_on, amount)
        select bought.person, bought.id, ${workspaceId}, bought.day, bought.amount
        from jsonb_to_recordset(${JSON.stringify(some)}::jsonb)
          as bought (person uuid, id uuid, day date, amount double precision)`.execute(tx)
    }
  })
  for (const { customer } of purchases) begun.add(customer)
}

/** Keeps the days on which customers visited; a day counts once, and no file takes a day away. */
export async function saveVisits(
  db: Database,
  base: CustomerBase & { at: Date },
  visits: { customer: string; day: CalendarDay }[],
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const personOf = await customersByKey(
      tx,
      base,
      visits.map(({ customer }) => customer),
    )
    const rows = visits.map(({ customer, day }) => ({ person: personOf.get(customer)!, day: dateOfDay(day) }))
    for (const some of batches(rows)) {
      await sql`
        insert into visit (person_id, visited_on, workspace_id)
        select came.person, came.day, ${base.workspaceId}
        from jsonb_to_recordset(${JSON.stringify(some)}::jsonb) as came (person uuid, day date)
        on conflict (person_id, visited_on) do nothing`.execute(tx)
    }
  })
}

/** How many customers there are and how many of them are respondents of the study. */
export async function countCustomers(
  db: Database,
  { workspaceId, isSimulated, studyId }: CustomerBase & { studyId: string },
): Promise<{ customers: number; respondents: number }> {
  const row = await db
    .selectFrom('customer')
    .leftJoin('respondent', (join) =>
      join.onRef('respondent.personId', '=', 'customer.personId').on('respondent.studyId', '=', studyId),
    )
    .select((select) => [
      select.fn.countAll<number>().as('customers'),
      select.fn.count<number>('respondent.personId').as('respondents'),
    ])
    .where('customer.workspaceId', '=', workspaceId)
    .where('customer.isSimulated', '=', isSimulated)
    .executeTakeFirstOrThrow()
  return { customers: Number(row.customers), respondents: Number(row.respondents) }
}

/** Every customer with their attributes, page by page. */
export async function* customersOf(db: Database, { workspaceId, isSimulated }: CustomerBase) {
  let after: string | null = null
  for (;;) {
    const page: { personId: string; attributes: unknown }[] = await db
      .selectFrom('customer')
      .select(['personId', 'attributes'])
      .where('workspaceId', '=', workspaceId)
      .where('isSimulated', '=', isSimulated)
      .$if(after !== null, (query) => query.where('personId', '>', after!))
      .orderBy('personId')
      .limit(rowsPerPage)
      .execute()
    for (const row of page) yield { personId: row.personId, attributes: row.attributes as Record<string, string> }
    if (page.length < rowsPerPage) return
    after = page.at(-1)!.personId
  }
}

/** Every purchase, page by page. */
export async function* purchasesOf(db: Database, { workspaceId, isSimulated }: CustomerBase) {
  let after: { personId: string; id: string } | null = null
  for (;;) {
    const page: { personId: string; id: string; purchasedOn: string; amount: number }[] = await db
      .selectFrom('purchase')
      .innerJoin('customer', 'customer.personId', 'purchase.personId')
      .select(['purchase.personId', 'purchase.id', 'purchase.purchasedOn', 'purchase.amount'])
      .where('purchase.workspaceId', '=', workspaceId)
      .where('customer.isSimulated', '=', isSimulated)
      .$if(after !== null, (query) =>
        query.where((where) =>
          where.or([
            where('purchase.personId', '>', after!.personId),
            where.and([where('purchase.personId', '=', after!.personId), where('purchase.id', '>', after!.id)]),
          ]),
        ),
      )
      .orderBy('purchase.personId')
      .orderBy('purchase.id')
      .limit(rowsPerPage)
      .execute()
    for (const { personId, purchasedOn, amount } of page) yield { personId, day: dayOf(purchasedOn), amount }
    if (page.length < rowsPerPage) return
    after = page.at(-1)!
  }
}

/** Day of each customer's latest visit, up to a day. */
export async function lastVisits(
  db: Database,
  { workspaceId, isSimulated, upTo }: CustomerBase & { upTo?: CalendarDay },
): Promise<Map<string, CalendarDay>> {
  const rows = await db
    .selectFrom('visit')
    .innerJoin('customer', 'customer.personId', 'visit.personId')
    .select((select) => ['visit.personId', select.fn.max('visit.visitedOn').as('last')])
    .where('visit.workspaceId', '=', workspaceId)
    .where('customer.isSimulated', '=', isSimulated)
    .$if(upTo !== undefined, (query) => query.where('visit.visitedOn', '<=', dateOfDay(upTo!)))
    .groupBy('visit.personId')
    .execute()
  return new Map(rows.map(({ personId, last }) => [personId, dayOf(last)]))
}

function dayOf(date: string): CalendarDay {
  return dayFromText(date)!
}

function* batches<Row>(rows: Row[]): Generator<Row[]> {
  for (let start = 0; start < rows.length; start += rowsPerStatement) yield rows.slice(start, start + rowsPerStatement)
}
