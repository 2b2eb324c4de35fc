import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import { newId } from '../ids.ts'
import type { StudyKey } from '../studies/store.ts'
import type { RedactionKind } from '../text/redaction-hit.ts'

export interface DocumentKey {
  workspaceId: string
  personId: string
  documentId: string
}

export interface AcceptedRedaction {
  documentId: string
  start: number
  end: number
  kind: RedactionKind
  number: number
}

export interface RedactionRow {
  id: string
  start: number
  end: number
  kind: RedactionKind
  wordsHash: string
  number: number | null
  state: 'accepted' | 'rejected'
}

/** Ranges of a document that are replaced, in order. */
export async function acceptedOf(
  db: Database,
  { workspaceId, personId, documentId }: DocumentKey,
): Promise<AcceptedRedaction[]> {
  const rows = await accepted(db)
    .where('workspaceId', '=', workspaceId)
    .where('personId', '=', personId)
    .where('documentId', '=', documentId)
    .execute()
  return rows as AcceptedRedaction[]
}

/** Ranges of all documents of a study that are replaced. */
export async function acceptedOfStudy(db: Database, { workspaceId, studyId }: StudyKey): Promise<AcceptedRedaction[]> {
  const rows = await accepted(db).where('workspaceId', '=', workspaceId).where('studyId', '=', studyId).execute()
  return rows as AcceptedRedaction[]
}

function accepted(db: Database) {
  return db
    .selectFrom('redaction')
    .select(['documentId', 'startCodePoint as start', 'endCodePoint as end', 'kind', 'number'])
    .where('state', '=', 'accepted')
    .orderBy('startCodePoint')
}

/** Everything decided on a document, what names nobody included. */
export async function redactionsOf(
  db: Database,
  { workspaceId, personId, documentId }: DocumentKey,
): Promise<RedactionRow[]> {
  const rows = await db
    .selectFrom('redaction')
    .select(['id', 'startCodePoint as start', 'endCodePoint as end', 'kind', 'wordsHash', 'number', 'state'])
    .where('workspaceId', '=', workspaceId)
    .where('personId', '=', personId)
    .where('documentId', '=', documentId)
    .orderBy('startCodePoint')
    .execute()
  return rows
}

export interface DecidedGroup {
  kind: RedactionKind
  wordsHash: string
  ranges: { start: number; end: number }[]
  state: 'accepted' | 'rejected' | 'open'
}

/** Writes what was decided on groups of words of one document: the same words get the number they have in the study. */
export async function decideGroups(
  db: Database,
  document: DocumentKey & { studyId: string; accountId: string; at: Date },
  groups: DecidedGroup[],
): Promise<void> {
  if (groups.length === 0) return
  await db.transaction().execute(async (tx) => {
    const { workspaceId, studyId, personId, documentId, accountId, at } = document
    for (const { kind, wordsHash } of groups) {
      await tx
        .deleteFrom('redaction')
        .where('workspaceId', '=', workspaceId)
        .where('personId', '=', personId)
        .where('documentId', '=', documentId)
        .where('kind', '=', kind)
        .where('wordsHash', '=', wordsHash)
        .execute()
    }
    const decided = groups.filter(({ state }) => state !== 'open')
    const numbers = await numbersFor(
      tx,
      { workspaceId, studyId },
      decided.filter(({ state }) => state === 'accepted'),
    )
    const rows = decided.flatMap(({ kind, wordsHash, ranges, state }) =>
      ranges.map(({ start, end }) => ({
        personId,
        id: newId(),
        workspaceId,
        studyId,
        documentId,
        startCodePoint: start,
        endCodePoint: end,
        kind,
        wordsHash,
        number: state === 'accepted' ? numbers.get(`${kind} ${wordsHash}`)! : null,
        state: state as 'accepted' | 'rejected',
        decidedBy: accountId,
        decidedAt: at,
      })),
    )
    for (let from = 0; from < rows.length; from += 500)
      await tx
        .insertInto('redaction')
        .values(rows.slice(from, from + 500))
        .execute()
    await forgetUnusedPseudonyms(tx, { workspaceId, studyId })
  })
}

/** The number of each of these words in the study; new ones count on. The study's row is held, so that no two get one. */
async function numbersFor(
  tx: Database,
  { workspaceId, studyId }: StudyKey,
  groups: { kind: RedactionKind; wordsHash: string }[],
): Promise<Map<string, number>> {
  if (groups.length === 0) return new Map()
  await tx
    .selectFrom('study')
    .select('id')
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', studyId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const rows = await tx
    .selectFrom('redactionPseudonym')
    .select(['kind', 'wordsHash', 'number'])
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .execute()
  const numbers = new Map(rows.map(({ kind, wordsHash, number }) => [`${kind} ${wordsHash}`, number]))
  const last = new Map<string, number>()
  for (const { kind, number } of rows) last.set(kind, Math.max(last.get(kind) ?? 0, number))
  for (const { kind, wordsHash } of groups) {
    if (numbers.has(`${kind} ${wordsHash}`)) continue
    const number = (last.get(kind) ?? 0) + 1
    last.set(kind, number)
    numbers.set(`${kind} ${wordsHash}`, number)
    await tx.insertInto('redactionPseudonym').values({ studyId, workspaceId, kind, wordsHash, number }).execute()
  }
  return numbers
}

/** Numbers of words that no document holds any more are forgotten: the hash of an erased person's name would stay else. */
export async function forgetUnusedPseudonyms(
  db: Database,
  { workspaceId, studyId }: { workspaceId: string; studyId?: string },
): Promise<void> {
  await db
    .deleteFrom('redactionPseudonym')
    .where('workspaceId', '=', workspaceId)
    .$if(studyId !== undefined, (query) => query.where('studyId', '=', studyId!))
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('redaction')
            .select(sql<number>`1`.as('one'))
            .whereRef('redaction.studyId', '=', 'redactionPseudonym.studyId')
            .whereRef('redaction.kind', '=', 'redactionPseudonym.kind')
            .whereRef('redaction.wordsHash', '=', 'redactionPseudonym.wordsHash')
            .where('redaction.state', '=', 'accepted'),
        ),
      ),
    )
    .execute()
}

/** Hashes of the words that are replaced in a person's documents. */
export async function hashesOfPerson(
  db: Database,
  { workspaceId, personId }: { workspaceId: string; personId: string },
): Promise<string[]> {
  const rows = await db
    .selectFrom('redaction')
    .select('wordsHash')
    .distinct()
    .where('workspaceId', '=', workspaceId)
    .where('personId', '=', personId)
    .execute()
  return rows.map(({ wordsHash }) => wordsHash)
}

/** Forgets pseudonyms and terms of these words where no document is left in which they are replaced. */
export async function forgetWordsOfNobody(
  db: Database,
  { workspaceId, hashes }: { workspaceId: string; hashes: string[] },
): Promise<void> {
  if (hashes.length === 0) return
  await forgetUnusedPseudonyms(db, { workspaceId })
  await db
    .deleteFrom('redactionTerm')
    .where('workspaceId', '=', workspaceId)
    .where('wordsHash', 'in', hashes)
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('redaction')
            .select(sql<number>`1`.as('one'))
            .whereRef('redaction.studyId', '=', 'redactionTerm.studyId')
            .whereRef('redaction.wordsHash', '=', 'redactionTerm.wordsHash'),
        ),
      ),
    )
    .execute()
}

/** Hashes of words that were replaced in some document of the study: the same words elsewhere are known by them. */
export async function pseudonymHashes(db: Database, { workspaceId, studyId }: StudyKey): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('redactionPseudonym')
    .select(['kind', 'wordsHash', 'number'])
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .execute()
  return new Map(rows.map(({ kind, wordsHash, number }) => [`${kind} ${wordsHash}`, number]))
}

export function termsOf(db: Database, { workspaceId, studyId }: StudyKey): Promise<{ id: string; words: string }[]> {
  return db
    .selectFrom('redactionTerm')
    .select(['id', 'words'])
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .orderBy('words')
    .execute()
}

export async function insertTerm(
  db: Database,
  { workspaceId, studyId, words, wordsHash, at }: StudyKey & { words: string; wordsHash: string; at: Date },
): Promise<void> {
  await db
    .insertInto('redactionTerm')
    .values({ id: newId(), workspaceId, studyId, words, wordsHash, createdAt: at })
    .onConflict((conflict) => conflict.columns(['studyId', 'wordsHash']).doNothing())
    .execute()
}

export async function deleteTerm(
  db: Database,
  { workspaceId, studyId, termId }: StudyKey & { termId: string },
): Promise<void> {
  await db
    .deleteFrom('redactionTerm')
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .where('id', '=', termId)
    .execute()
}

/** Labels of everybody who speaks in the study's documents: the names that stand in other people's words. */
export async function speakerLabels(db: Database, { workspaceId, studyId }: StudyKey): Promise<string[]> {
  const rows = await db
    .selectFrom('speaker')
    .innerJoin('document', (join) =>
      join.onRef('document.personId', '=', 'speaker.personId').onRef('document.id', '=', 'speaker.documentId'),
    )
    .select('speaker.label')
    .distinct()
    .where('document.workspaceId', '=', workspaceId)
    .where('document.studyId', '=', studyId)
    .where('speaker.label', '<>', '')
    .limit(5000)
    .execute()
  return rows.map(({ label }) => label)
}
