import type { Database } from '../database/connection.ts'
import { type Facet, facets } from '../facets.ts'
import type { StudyKey } from '../studies/store.ts'
import { defaultCodebook } from './default-codebook.ts'

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

/** Every code of a study, retired ones included, facet by facet in the order of the mission, then in the researcher's. */
export async function codesOfStudy(db: Database, { workspaceId, studyId }: StudyKey): Promise<CodeRow[]> {
  const rows = await codes(db)
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .orderBy('position')
    .orderBy('key')
    .execute()
  const placeOf = new Map(facets.map((facet, index) => [facet, index]))
  return (rows as CodeRow[]).sort((a, b) => placeOf.get(a.facet)! - placeOf.get(b.facet)!)
}

export async function findCode(db: Database, { workspaceId, studyId, codeKey }: CodeKey): Promise<CodeRow | undefined> {
  const row = await codes(db)
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .where('key', '=', codeKey)
    .executeTakeFirst()
  return row as CodeRow | undefined
}

/** Adds a code at the end of its facet. Returns false when the key is taken. */
export async function insertCode(
  db: Database,
  {
    workspaceId,
    studyId,
    codeKey,
    facet,
    position,
    ...texts
  }: CodeKey & CodeTexts & { facet: Facet; position: number },
): Promise<boolean> {
  const row = await db
    .insertInto('code')
    .values({ studyId, key: codeKey, workspaceId, facet, position, ...texts })
    .onConflict((conflict) => conflict.columns(['studyId', 'key']).doNothing())
    .returning('key')
    .executeTakeFirst()
  return row !== undefined
}

/** Changes what a code says. Its facet and key stay: tags point at them. */
export async function updateCode(
  db: Database,
  { workspaceId, studyId, codeKey, ...texts }: CodeKey & CodeTexts,
): Promise<void> {
  const { name, definition, whenToUse, whenNotToUse, example } = texts
  await db
    .updateTable('code')
    .set({ name, definition, whenToUse, whenNotToUse, example })
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .where('key', '=', codeKey)
    .execute()
}

/** Makes two codes each other's opposites, or a code nobody's (null); what either was paired with before stands alone again. */
export async function pairOpposites(
  db: Database,
  { workspaceId, studyId, codeKey, opposite }: CodeKey & { opposite: string | null },
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const codesOfThis = tx.updateTable('code').where('workspaceId', '=', workspaceId).where('studyId', '=', studyId)
    const both = opposite === null ? [codeKey] : [codeKey, opposite]
    await codesOfThis.set({ opposite: null }).where('opposite', 'in', both).execute()
    await codesOfThis.set({ opposite }).where('key', '=', codeKey).execute()
    if (opposite !== null) await codesOfThis.set({ opposite: codeKey }).where('key', '=', opposite).execute()
  })
}

/** Takes a code out of use, or back into it (null). Tags that carry it keep it. */
export async function setRetirement(
  db: Database,
  { workspaceId, studyId, codeKey, retiredAt }: CodeKey & { retiredAt: Date | null },
): Promise<void> {
  await db
    .updateTable('code')
    .set({ retiredAt })
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .where('key', '=', codeKey)
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
    ])
}
