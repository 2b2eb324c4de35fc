import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import { newId } from '../ids.ts'
import type { CustomerBase } from './customer-store.ts'
import { FamilyNotFound } from './errors.ts'
import type { SegmentFamily } from './segment-family.ts'

export interface FamilyKey {
  workspaceId: string
  familyId: string
}

/** What a family is made from, so that it can be made again. */
export interface FamilyDefinition {
  description: string
  /** Plain sentences about how it was computed. */
  notes: string[]
  timeZone: string | null
}

export interface StoredFamily {
  id: string
  name: string
  kind: SegmentFamily['kind']
  isSimulated: boolean
  asOf: Date | null
  definition: FamilyDefinition
  /** In their order, with the people who stand in them now: erased people are gone from the counts. */
  segments: { name: string; size: number; detail?: string }[]
  computedAt: Date
}

const rowsPerStatement = 1_000

/**
 * Puts the families in place of those computed before. One of the same name keeps its id, so that its address stays; one that is no
 * longer there goes with its memberships.
 */
export async function replaceFamilies(
  db: Database,
  { workspaceId, isSimulated, at }: CustomerBase & { at: Date },
  families: (SegmentFamily & { notes: string[] })[],
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const before = await tx
      .selectFrom('segmentFamily')
      .select(['id', 'name'])
      .where('workspaceId', '=', workspaceId)
      .where('isSimulated', '=', isSimulated)
      .execute()
    const names = new Set(families.map(({ name }) => name))
    const gone = before.filter(({ name }) => !names.has(name)).map(({ id }) => id)
    if (gone.length > 0)
      await tx.deleteFrom('segmentFamily').where('workspaceId', '=', workspaceId).where('id', 'in', gone).execute()
    for (const family of families) {
      const familyId = before.find(({ name }) => name === family.name)?.id ?? newId()
      await saveFamily(tx, { workspaceId, familyId, isSimulated, at }, family)
    }
  })
}

async function saveFamily(
  tx: Database,
  { workspaceId, familyId, isSimulated, at }: FamilyKey & { isSimulated: boolean; at: Date },
  family: SegmentFamily & { notes: string[] },
): Promise<void> {
  const definition: FamilyDefinition = {
    description: family.description,
    notes: family.notes,
    timeZone: family.timeZone ?? null,
  }
  const values = {
    kind: family.kind,
    asOf: family.asOf === undefined ? null : new Date(`${family.asOf}T00:00:00Z`),
    definition: JSON.stringify(definition),
    segments: JSON.stringify(family.segments.map(({ name, detail }) => ({ name, detail }))),
    warnings: JSON.stringify([]),
    createdAt: at,
  }
  await tx
    .insertInto('segmentFamily')
    .values({ id: familyId, workspaceId, isSimulated, name: family.name, ...values })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
    .execute()
  await tx
    .deleteFrom('segmentMembership')
    .where('workspaceId', '=', workspaceId)
    .where('familyId', '=', familyId)
    .execute()
  // As one JSON parameter: computing takes half as long on the embedded database as with a parameter a cell.
  const rows = [...family.members].map(([person, segment]) => ({ person, segment }))
  for (let start = 0; start < rows.length; start += rowsPerStatement) {
    const some = JSON.stringify(rows.slice(start, start + rowsPerStatement))
    await sql`
      insert into segment_membership (person_id, family_id, workspace_id, segment)
      select stands.person, ${familyId}, ${workspaceId}, stands.segment
      from jsonb_to_recordset(${some}::jsonb) as stands (person uuid, segment text)`.execute(tx)
  }
}

/** The families of real or of simulated customers, in the order they were computed. */
export async function familiesOf(db: Database, { workspaceId, isSimulated }: CustomerBase): Promise<StoredFamily[]> {
  const rows = await families(db)
    .where('workspaceId', '=', workspaceId)
    .where('isSimulated', '=', isSimulated)
    .orderBy('id')
    .execute()
  const sizes = await sizesOf(
    db,
    workspaceId,
    rows.map(({ id }) => id),
  )
  return rows.map((row) => stored(row, sizes))
}

/** @throws {FamilyNotFound} also for another workspace's family */
export async function familyOf(db: Database, { workspaceId, familyId }: FamilyKey): Promise<StoredFamily> {
  const row = await families(db).where('workspaceId', '=', workspaceId).where('id', '=', familyId).executeTakeFirst()
  if (!row) throw new FamilyNotFound()
  return stored(row, await sizesOf(db, workspaceId, [familyId]))
}

function families(db: Database) {
  return db
    .selectFrom('segmentFamily')
    .select(['id', 'name', 'kind', 'isSimulated', 'asOf', 'definition', 'segments', 'createdAt'])
}

function stored(
  row: Awaited<ReturnType<ReturnType<typeof families>['executeTakeFirstOrThrow']>>,
  sizes: Map<string, number>,
): StoredFamily {
  const segments = row.segments as { name: string; detail?: string }[]
  return {
    id: row.id,
    name: row.name,
    kind: row.kind as StoredFamily['kind'],
    isSimulated: row.isSimulated,
    asOf: row.asOf,
    definition: row.definition as FamilyDefinition,
    segments: segments
      .map((segment) => ({ ...segment, size: sizes.get(`${row.id}/${segment.name}`) ?? 0 }))
      .filter(({ size }) => size > 0),
    computedAt: row.createdAt,
  }
}

async function sizesOf(db: Database, workspaceId: string, familyIds: string[]): Promise<Map<string, number>> {
  if (familyIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('segmentMembership')
    .select(['familyId', 'segment', sql<number>`count(*)`.as('size')])
    .where('workspaceId', '=', workspaceId)
    .where('familyId', 'in', familyIds)
    .groupBy(['familyId', 'segment'])
    .execute()
  return new Map(rows.map((row) => [`${row.familyId}/${row.segment}`, Number(row.size)]))
}

export interface CrossedPerson {
  personaKey: string | null
  status: 'member' | 'between' | 'unassigned' | 'projected'
  /** Probability of each persona in the order of their keys; empty for somebody outside the fit. */
  posterior: number[]
  /** Null for someone who is no customer. */
  segment: string | null
}

/** Everyone in a persona set, with the segment each stands in. */
export async function personasAndSegments(
  db: Database,
  { workspaceId, familyId, personaSetId }: FamilyKey & { personaSetId: string },
): Promise<CrossedPerson[]> {
  const rows = await db
    .selectFrom('personaMembership')
    .leftJoin('segmentMembership', (join) =>
      join
        .onRef('segmentMembership.personId', '=', 'personaMembership.personId')
        .on('segmentMembership.familyId', '=', familyId)
        .on('segmentMembership.workspaceId', '=', workspaceId),
    )
    .select([
      'personaMembership.personaKey',
      'personaMembership.status',
      'personaMembership.posterior',
      'segmentMembership.segment',
    ])
    .where('personaMembership.workspaceId', '=', workspaceId)
    .where('personaMembership.personaSetId', '=', personaSetId)
    .orderBy('personaMembership.personId')
    .execute()
  return rows.map((row) => ({ ...row, posterior: row.posterior as number[] }))
}
