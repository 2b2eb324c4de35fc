import type { Database } from '../../database/connection.ts'
import type { ClaimEditTable } from '../../database/tables.ts'
import type { PersonaSetKey } from '../store.ts'

export type ClaimKey = PersonaSetKey & { claimId: string }

export interface ClaimEdit {
  id: string
  kind: ClaimEditTable['kind']
  wordsBefore: string
  wordsAfter: string
  accountName: string
  at: Date
}

/** Gives a line other words, or its drawn ones back (null), and keeps what they were. */
export async function saveWords(
  db: Database,
  {
    workspaceId,
    personaSetId,
    claimId,
    editedWords,
    editedFrom,
    edit,
  }: ClaimKey & { editedWords: string | null; editedFrom: string | null; edit: ClaimEdit },
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await tx
      .updateTable('claim')
      .set({ editedWords, editedFrom })
      .where('workspaceId', '=', workspaceId)
      .where('personaSetId', '=', personaSetId)
      .where('id', '=', claimId)
      .execute()
    await insertEdit(tx, { workspaceId, personaSetId, claimId, edit })
  })
}

export async function saveReviewDate(
  db: Database,
  { workspaceId, personaSetId, claimId, reviewBy, edit }: ClaimKey & { reviewBy: Date; edit: ClaimEdit },
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await tx
      .updateTable('claim')
      .set({ reviewBy })
      .where('workspaceId', '=', workspaceId)
      .where('personaSetId', '=', personaSetId)
      .where('id', '=', claimId)
      .execute()
    await insertEdit(tx, { workspaceId, personaSetId, claimId, edit })
  })
}

/** A guess of the team, after the lines that rest on something. */
export async function insertStatement(
  db: Database,
  {
    workspaceId,
    personaSetId,
    claimId,
    personaKey,
    zone,
    facet,
    words,
    edit,
  }: ClaimKey & { personaKey: string; zone: string; facet: string; words: string; edit: ClaimEdit },
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const last = await tx
      .selectFrom('claim')
      .select((select) => select.fn.max('position').as('position'))
      .where('workspaceId', '=', workspaceId)
      .where('personaSetId', '=', personaSetId)
      .executeTakeFirst()
    await tx
      .insertInto('claim')
      .values({
        id: claimId,
        personaSetId,
        workspaceId,
        personaKey,
        position: (last?.position ?? 0) + 1,
        zone,
        kind: 'belief',
        facet,
        text: words,
        grade: 'H',
        survey: null,
        interviews: null,
        detail: JSON.stringify({ words, silent: null, axis: null, stage: null }),
      })
      .execute()
    await insertEdit(tx, { workspaceId, personaSetId, claimId, edit })
  })
}

/** Takes a statement away; its history stays. Returns false when the line is no statement written by hand. */
export async function deleteStatement(
  db: Database,
  { workspaceId, personaSetId, claimId, edit }: ClaimKey & { edit: ClaimEdit },
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const row = await tx
      .deleteFrom('claim')
      .where('workspaceId', '=', workspaceId)
      .where('personaSetId', '=', personaSetId)
      .where('id', '=', claimId)
      .where('kind', '=', 'belief')
      .returning('id')
      .executeTakeFirst()
    if (!row) return false
    await insertEdit(tx, { workspaceId, personaSetId, claimId, edit })
    return true
  })
}

/** The history of a line, newest first. */
export async function editsOfClaim(
  db: Database,
  { workspaceId, personaSetId, claimId }: ClaimKey,
): Promise<ClaimEdit[]> {
  return db
    .selectFrom('claimEdit')
    .select(['id', 'kind', 'wordsBefore', 'wordsAfter', 'accountName', 'at'])
    .where('workspaceId', '=', workspaceId)
    .where('personaSetId', '=', personaSetId)
    .where('claimId', '=', claimId)
    .orderBy('id', 'desc')
    .execute()
}

async function insertEdit(
  db: Database,
  { workspaceId, personaSetId, claimId, edit }: ClaimKey & { edit: ClaimEdit },
): Promise<void> {
  await db
    .insertInto('claimEdit')
    .values({ ...edit, workspaceId, personaSetId, claimId })
    .execute()
}
