import type { Database } from '../database/connection.ts'
import type { Facet } from '../facets.ts'
import type { StudyKey } from '../studies/store.ts'
import { defaultCodebook } from './default-codebook.ts'
import type { CodeDifference } from './differences.ts'
import { inTreeOrder } from './tree.ts'

export interface CodeRow {
  key: string
  facet: Facet
  name: string
  definition: string
  whenToUse: string
  whenNotToUse: string
  example: string
  position: number
  retiredAt: Date | null
  /** Key of the code that says the opposite; each of the two names the other. */
  opposite: string | null
  /** Key of the code of the same facet that it stands under. */
  parent: string | null
  /** Key of the code that its tags went to when the two were merged. */
  mergedInto: string | null
  /** Number of the newest change that touched it; 0 while none has. */
  lastChange: number
}

export type CodeKey = StudyKey & { codeKey: string }

export type CodeTexts = Pick<CodeRow, 'name' | 'definition' | 'whenToUse' | 'whenNotToUse' | 'example'>

/** Gives a new study the codes that ship; from then on they are the researcher's own. A second call changes nothing. */
export async function copyDefaultCodebook(db: Database, { workspaceId, studyId }: StudyKey): Promise<void> {
  await db
    .insertInto('code')
    .values(
      defaultCodebook.map((code, index) => ({
        studyId,
        key: code.key,
        workspaceId,
        facet: code.facet,
        name: code.name,
        definition: code.definition,
        whenToUse: code.whenToUse,
        whenNotToUse: code.whenNotToUse,
        example: code.example,
        position: index,
        opposite: code.opposite ?? null,
      })),
    )
    .onConflict((conflict) => conflict.columns(['studyId', 'key']).doNothing())
    .execute()
}

/** Every code of a study, retired and merged ones included, facet by facet in the order of the mission, each before those under it. */
export async function codesOfStudy(db: Database, { workspaceId, studyId }: StudyKey): Promise<CodeRow[]> {
  const rows = await codes(db).where('workspaceId', '=', workspaceId).where('studyId', '=', studyId).execute()
  return inTreeOrder(rows as CodeRow[]).map(({ code }) => code)
}

export async function findCode(db: Database, { workspaceId, studyId, codeKey }: CodeKey): Promise<CodeRow | undefined> {
  const row = await codes(db)
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .where('key', '=', codeKey)
    .executeTakeFirst()
  return row as CodeRow | undefined
}

/**
 * Brings the table from one state of a codebook to another, inside a transaction; codes that differ get the number of the change.
 * Codes are added before anything names them and removed after nothing does any more.
 */
export async function writeCodes(
  tx: Database,
  { workspaceId, studyId, number }: StudyKey & { number: number },
  differences: CodeDifference[],
  after: CodeRow[],
): Promise<void> {
  const rows = new Map(after.map((code) => [code.key, code]))
  for (const { key, before } of differences) {
    if (before !== null) continue
    const { lastChange: _, parent: __, mergedInto: ___, ...columns } = rows.get(key)!
    await tx
      .insertInto('code')
      .values({ ...columns, studyId, workspaceId })
      .execute()
  }
  for (const difference of differences) {
    if (difference.after === null) continue
    const { key, lastChange: _, ...columns } = rows.get(difference.key)!
    await tx
      .updateTable('code')
      .set({ ...columns, lastChange: number })
      .where('workspaceId', '=', workspaceId)
      .where('studyId', '=', studyId)
      .where('key', '=', key)
      .execute()
  }
  const removed = differences.filter((difference) => difference.after === null).map(({ key }) => key)
  if (removed.length === 0) return
  await tx
    .deleteFrom('code')
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .where('key', 'in', removed)
    .execute()
}

/** Waits until nobody else is changing the study's codebook, and holds it, tags included, until the transaction ends. */
export async function lockCodebook(tx: Database, { workspaceId, studyId }: StudyKey): Promise<void> {
  await tx
    .selectFrom('study')
    .select('id')
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', studyId)
    .forUpdate()
    .execute()
}

function codes(db: Database) {
  return db
    .selectFrom('code')
    .select([
      'key',
      'facet',
      'name',
      'definition',
      'whenToUse',
      'whenNotToUse',
      'example',
      'position',
      'retiredAt',
      'opposite',
      'parent',
      'mergedInto',
      'lastChange',
    ])
}
