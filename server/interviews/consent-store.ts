import type { Database } from '../database/connection.ts'
import type { StudyKey } from '../studies/store.ts'
import type { DocumentKey } from './store.ts'

export const purposes = ['analysis', 'quoting', 'recontact'] as const
export type Purpose = (typeof purposes)[number]

export interface DocumentConsent {
  purpose: Purpose
  isGranted: boolean
  basis: string
  at: Date
}

/** What was noted for this document alone, the newest record of each purpose. */
export async function consentsOfDocument(
  db: Database,
  { workspaceId, personId, documentId }: DocumentKey,
): Promise<DocumentConsent[]> {
  return db
    .selectFrom('documentConsent')
    .distinctOn('purpose')
    .select(['purpose', 'isGranted', 'basis', 'at'])
    .where('workspaceId', '=', workspaceId)
    .where('personId', '=', personId)
    .where('documentId', '=', documentId)
    .orderBy('purpose')
    .orderBy('at', 'desc')
    .execute()
}

/** The newest record of a purpose for each document of a study that has one of its own. */
export async function documentConsents(
  db: Database,
  { workspaceId, studyId, purpose }: StudyKey & { purpose: Purpose },
): Promise<Map<string, boolean>> {
  const rows = await db
    .selectFrom('documentConsent')
    .distinctOn(['personId', 'documentId'])
    .select(['documentId', 'isGranted'])
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .where('purpose', '=', purpose)
    .orderBy('personId')
    .orderBy('documentId')
    .orderBy('at', 'desc')
    .execute()
  return new Map(rows.map(({ documentId, isGranted }) => [documentId, isGranted]))
}

/**
 * Notes what somebody agreed to for one document. Quotes in persona sets follow at once: a refused one never leaves again.
 */
export async function saveDocumentConsents(
  db: Database,
  document: DocumentKey & { studyId: string; accountId: string; at: Date },
  consents: { purpose: Purpose; isGranted: boolean; basis: string }[],
): Promise<void> {
  if (consents.length === 0) return
  const { workspaceId, personId, documentId, studyId, accountId, at } = document
  await db.transaction().execute(async (tx) => {
    await tx
      .insertInto('documentConsent')
      .values(
        consents.map(({ purpose, isGranted, basis }) => ({
          personId,
          documentId,
          purpose,
          at,
          workspaceId,
          studyId,
          isGranted,
          basis,
          accountId,
        })),
      )
      .onConflict((conflict) =>
        conflict.columns(['personId', 'documentId', 'purpose', 'at']).doUpdateSet((excluded) => ({
          isGranted: excluded.ref('excluded.isGranted'),
          basis: excluded.ref('excluded.basis'),
        })),
      )
      .execute()
    const quoting = consents.find(({ purpose }) => purpose === 'quoting')
    const analysis = consents.find(({ purpose }) => purpose === 'analysis')
    const mayQuote = analysis?.isGranted === false ? false : quoting?.isGranted
    if (mayQuote === undefined) return
    await tx
      .updateTable('claimSpan')
      .set({ quotable: mayQuote ? 'consented' : 'refused' })
      .where('workspaceId', '=', workspaceId)
      .where('personId', '=', personId)
      .where('sourceId', '=', documentId)
      .where('quotable', '<>', 'noted')
      .execute()
  })
}
