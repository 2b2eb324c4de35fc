import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { StudyKey } from '../studies/store.ts'
import type { SpeakerRole } from '../text/document.ts'

export interface WaitingLabel {
  label: string
  /** Roles proposed for it, each with the number of documents. */
  roles: { role: SpeakerRole; documents: number }[]
  documents: number
  turns: number
}

/** Labels of documents whose speakers nobody has confirmed, most frequent first. */
export async function waitingLabels(
  db: Database,
  { workspaceId, studyId, limit }: StudyKey & { limit: number },
): Promise<WaitingLabel[]> {
  const rows = await db
    .selectFrom('speaker')
    .innerJoin('document', (join) =>
      join.onRef('document.personId', '=', 'speaker.personId').onRef('document.id', '=', 'speaker.documentId'),
    )
    .select((select) => [
      'speaker.label',
      'speaker.role',
      select.fn.countAll<number>().as('documents'),
      select.fn.sum<number>('speaker.turns').as('turns'),
    ])
    .where('document.workspaceId', '=', workspaceId)
    .where('document.studyId', '=', studyId)
    .where('document.areSpeakersConfirmed', '=', false)
    .groupBy(['speaker.label', 'speaker.role'])
    .execute()
  const labels = new Map<string, WaitingLabel>()
  for (const { label, role, documents, turns } of rows) {
    const one = labels.get(label) ?? { label, roles: [], documents: 0, turns: 0 }
    one.roles.push({ role, documents: Number(documents) })
    one.documents += Number(documents)
    one.turns += Number(turns)
    labels.set(label, one)
  }
  return [...labels.values()]
    .sort((a, b) => b.documents - a.documents || b.turns - a.turns || (a.label < b.label ? -1 : 1))
    .slice(0, limit)
}

export interface WaitingDocument {
  personId: string
  id: string
  number: number
  name: string
  kind: 'interview' | 'conversation' | 'notes' | 'text'
  format: string
  warnings: string[]
  /** The beginning of the text, as it is kept. */
  beginning: string
  turns: number
}

/** Documents whose speakers nobody has confirmed, by number. */
export async function waitingDocuments(
  db: Database,
  { workspaceId, studyId, after, limit }: StudyKey & { after: number; limit: number },
): Promise<WaitingDocument[]> {
  const rows = await db
    .selectFrom('document')
    .select([
      'personId',
      'id',
      'number',
      'name',
      'kind',
      'format',
      'warnings',
      sql<string>`substring(text from 1 for 280)`.as('beginning'),
      sql<number>`(select count(*)::integer from utterance where utterance.person_id = document.person_id and utterance.document_id = document.id)`.as(
        'turns',
      ),
    ])
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .where('areSpeakersConfirmed', '=', false)
    .where('number', '>', after)
    .orderBy('number')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ ...row, warnings: row.warnings as string[] }))
}

export async function countWaiting(db: Database, { workspaceId, studyId }: StudyKey): Promise<number> {
  const row = await db
    .selectFrom('document')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .where('areSpeakersConfirmed', '=', false)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

/**
 * Confirms every waiting document up to a number, labels with the roles that were chosen and all others as proposed.
 * @param confirmation.upTo number of the newest document the page knew: what came in since still waits
 * @returns whether any role changed
 */
export async function confirmWaiting(
  db: Database,
  confirmation: StudyKey & { upTo: number; roles: { label: string; role: SpeakerRole }[] },
): Promise<boolean> {
  const { workspaceId, studyId, upTo, roles } = confirmation
  return db.transaction().execute(async (tx) => {
    let hasChanged = false
    for (const { label, role } of roles) {
      const changed = await tx
        .updateTable('speaker')
        .set({ role, reason: 'Set by a person.' })
        .where('workspaceId', '=', workspaceId)
        .where('label', '=', label)
        .where('role', '<>', role)
        .where((where) =>
          where.exists(
            where
              .selectFrom('document')
              .select(sql<number>`1`.as('one'))
              .whereRef('document.personId', '=', 'speaker.personId')
              .whereRef('document.id', '=', 'speaker.documentId')
              .where('document.studyId', '=', studyId)
              .where('document.workspaceId', '=', workspaceId)
              .where('document.areSpeakersConfirmed', '=', false)
              .where('document.number', '<=', upTo),
          ),
        )
        .executeTakeFirst()
      hasChanged ||= Number(changed.numUpdatedRows) > 0
    }
    await tx
      .updateTable('document')
      .set({ areSpeakersConfirmed: true })
      .where('workspaceId', '=', workspaceId)
      .where('studyId', '=', studyId)
      .where('areSpeakersConfirmed', '=', false)
      .where('number', '<=', upTo)
      .execute()
    return hasChanged
  })
}

/** Number of the newest document that waits; 0 when none does. */
export async function newestWaiting(db: Database, { workspaceId, studyId }: StudyKey): Promise<number> {
  const row = await db
    .selectFrom('document')
    .select((select) => select.fn.max('number').as('last'))
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .where('areSpeakersConfirmed', '=', false)
    .executeTakeFirst()
  return row?.last ?? 0
}
