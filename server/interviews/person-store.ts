import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import { labelRespondents } from '../responses/store.ts'
import type { StudyKey } from '../studies/store.ts'

/** Joins a document to whoever is known by a key: a survey response and an interview then belong to one person. */
export async function joinDocumentToKey(
  db: Database,
  document: StudyKey & { personId: string; documentId: string; key: string },
): Promise<string> {
  const { workspaceId, key } = document
  return db.transaction().execute(async (tx) => {
    const known = await tx
      .selectFrom('personKey')
      .select('personId')
      .where('workspaceId', '=', workspaceId)
      .where('key', '=', key)
      .executeTakeFirst()
    if (known?.personId === document.personId) return document.personId
    if (known) {
      await moveDocument(tx, { ...document, toPersonId: known.personId })
      return known.personId
    }
    await tx.insertInto('personKey').values({ workspaceId, key, personId: document.personId }).execute()
    return document.personId
  })
}

/**
 * Gives a document with its speakers, utterances, tags and consent to another person. Who it belonged to goes when nothing
 * else is known of them: they were only ever "whoever speaks in this file".
 */
async function moveDocument(
  tx: Database,
  move: StudyKey & { personId: string; documentId: string; toPersonId: string },
): Promise<void> {
  const { workspaceId, studyId, personId, documentId, toPersonId } = move
  await labelRespondents(tx, { workspaceId, studyId }, [toPersonId])
  const rows = await tx
    .selectFrom('document')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('personId', '=', personId)
    .where('id', '=', documentId)
    .execute()
  for (const row of rows) {
    await tx
      .insertInto('document')
      .values({ ...row, personId: toPersonId, warnings: JSON.stringify(row.warnings) })
      .execute()
  }
  for (const table of [
    'speaker',
    'utterance',
    'documentEdit',
    'documentConsent',
    'redaction',
    'codingDocument',
    'codingTag',
    'codingResolution',
  ] as const) {
    await tx
      .updateTable(table)
      .set({ personId: toPersonId })
      .where('workspaceId', '=', workspaceId)
      .where('personId', '=', personId)
      .where('documentId', '=', documentId)
      .execute()
  }
  for (const table of ['tag', 'claimSpan', 'sentenceReview', 'codeChangeTag', 'tagAction', 'memo'] as const) {
    await tx
      .updateTable(table)
      .set({ personId: toPersonId })
      .where('workspaceId', '=', workspaceId)
      .where('personId', '=', personId)
      .where('sourceId', '=', documentId)
      .execute()
  }
  await sql`
    insert into consent (person_id, purpose, at, workspace_id, study_id, is_granted, wording, basis)
    select ${toPersonId}, purpose, at, workspace_id, study_id, is_granted, wording, basis from consent
    where workspace_id = ${workspaceId} and study_id = ${studyId} and person_id = ${personId}
    on conflict do nothing`.execute(tx)
  await tx
    .deleteFrom('document')
    .where('workspaceId', '=', workspaceId)
    .where('personId', '=', personId)
    .where('id', '=', documentId)
    .execute()
  await deleteEmptyPersons(tx, { workspaceId, personIds: [personId] })
}

/** Deletes those of these people of whom nothing is held any more: no answer, document, key, customer record or membership. */
export async function deleteEmptyPersons(
  db: Database,
  { workspaceId, personIds }: { workspaceId: string; personIds: string[] },
): Promise<void> {
  if (personIds.length === 0) return
  await db
    .deleteFrom('person')
    .where('workspaceId', '=', workspaceId)
    .where('id', 'in', personIds)
    .where((where) =>
      where.and(
        (['response', 'document', 'personKey', 'customer', 'purchase', 'visit', 'personaMembership'] as const).map(
          (table) =>
            where.not(
              where.exists(
                where
                  .selectFrom(table)
                  .select(sql<number>`1`.as('one'))
                  .whereRef(`${table}.personId`, '=', 'person.id'),
              ),
            ),
        ),
      ),
    )
    .execute()
}
