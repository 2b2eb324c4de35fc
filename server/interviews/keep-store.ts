import type { Database } from '../database/connection.ts'
import { labelRespondents, personsByKey } from '../responses/store.ts'
import type { StudyKey } from '../studies/store.ts'
import type { ParsedDocument } from '../text/document.ts'
import { deleteEmptyPersons } from './person-store.ts'

const rowsPerInsert = 500

/** On what ground words are kept, as the researcher declares it once for an upload. */
export interface DeclaredBasis {
  /** Where and how people agreed, in the researcher's words. */
  basis: string
  mayQuote: boolean
}

export interface DocumentToInsert {
  documentId: string
  personId: string
  /** Key of the person elsewhere, null when the source names none or is not trusted to. */
  personKey: string | null
  sha256: string
  /** Words of each utterance, in order. */
  words: number[]
  parsed: ParsedDocument
}

export interface InsertedDocument {
  personId: string
  documentId: string
  number: number
}

/** Documents of the study that hold exactly these texts. */
export async function documentsByHash(
  db: Database,
  { workspaceId, studyId }: StudyKey,
  hashes: string[],
): Promise<Map<string, { kind: ParsedDocument['kind']; number: number }>> {
  const rows = await db
    .selectFrom('document')
    .select(['textSha256', 'kind', 'number'])
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .where('textSha256', 'in', hashes)
    .execute()
  return new Map(rows.map(({ textSha256, kind, number }) => [textSha256, { kind, number }]))
}

/**
 * Writes documents in one transaction, each with its person, respondent label, consent, speakers and utterances.
 * @returns each with the person it belongs to and its number in the study
 */
export async function insertDocuments(
  db: Database,
  study: StudyKey & DeclaredBasis & { fileId: string | null; at: Date },
  documents: DocumentToInsert[],
): Promise<InsertedDocument[]> {
  return db.transaction().execute(async (tx) => {
    const { workspaceId, studyId, fileId, at } = study
    const placed = await placePersons(tx, study, documents)
    const first = await nextNumber(tx, study)
    await tx
      .insertInto('document')
      .values(
        placed.map(({ documentId, personId, sha256, parsed }, index) => ({
          personId,
          id: documentId,
          workspaceId,
          studyId,
          number: first + index,
          name: parsed.name,
          kind: parsed.kind,
          format: parsed.format,
          text: parsed.text,
          textSha256: sha256,
          warnings: JSON.stringify(parsed.warnings),
          fileId,
          createdAt: at,
        })),
      )
      .execute()
    const speakers = placed.flatMap(({ personId, documentId, parsed }) =>
      parsed.speakers.map(({ label, role, reason, turns }, position) => ({
        personId,
        documentId,
        label,
        workspaceId,
        role,
        reason,
        turns,
        position,
      })),
    )
    for (const rows of batches(speakers)) await tx.insertInto('speaker').values(rows).execute()
    const utterances = placed.flatMap(({ personId, documentId, parsed, words }) =>
      parsed.utterances.map((utterance, position) => ({
        personId,
        documentId,
        position,
        workspaceId,
        speaker: utterance.speaker,
        startCodePoint: utterance.start,
        endCodePoint: utterance.end,
        startMilliseconds: utterance.startMs === undefined ? null : Math.round(utterance.startMs),
        isAsNoted: utterance.asNoted ?? false,
        words: words[position]!,
      })),
    )
    for (const rows of batches(utterances)) await tx.insertInto('utterance').values(rows).execute()
    return placed.map(({ personId, documentId }, index) => ({ personId, documentId, number: first + index }))
  })
}

/** Finds or makes the person of each document, with a respondent label and the declared consent. */
async function placePersons(
  tx: Database,
  study: StudyKey & DeclaredBasis & { at: Date },
  documents: DocumentToInsert[],
): Promise<DocumentToInsert[]> {
  const { workspaceId, studyId, at, basis, mayQuote } = study
  const keys = documents.flatMap(({ personKey }) => (personKey === null ? [] : [personKey]))
  const known = await personsByKey(tx, { workspaceId, keys })
  const knownIds = new Set(known.values())
  const newKeys = new Map<string, string>()
  const placed = documents.map((document) => {
    if (document.personKey === null) return document
    const personId = known.get(document.personKey) ?? document.personId
    if (!known.has(document.personKey)) newKeys.set(document.personKey, personId)
    known.set(document.personKey, personId)
    return { ...document, personId }
  })
  const personIds = [...new Set(placed.map(({ personId }) => personId))]
  const fresh = personIds.filter((personId) => !knownIds.has(personId))
  if (fresh.length > 0) {
    await tx
      .insertInto('person')
      .values(fresh.map((id) => ({ id, workspaceId, createdAt: at })))
      // Several documents of one unnamed person may come in more than one batch.
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute()
  }
  if (newKeys.size > 0) {
    await tx
      .insertInto('personKey')
      .values([...newKeys].map(([key, personId]) => ({ workspaceId, key, personId })))
      .execute()
  }
  await labelRespondents(tx, { workspaceId, studyId }, personIds)
  await tx
    .insertInto('consent')
    .values(
      personIds.flatMap((personId) =>
        (['analysis', 'quoting'] as const).map((purpose) => ({
          personId,
          purpose,
          at,
          workspaceId,
          studyId,
          isGranted: purpose === 'analysis' || mayQuote,
          wording: 'Declared by the researcher at upload',
          basis,
        })),
      ),
    )
    .onConflict((conflict) => conflict.columns(['personId', 'studyId', 'purpose', 'at']).doNothing())
    .execute()
  return placed
}

/** The study's row is held meanwhile, so that two uploads at once never share a number. */
async function nextNumber(tx: Database, { workspaceId, studyId }: StudyKey): Promise<number> {
  await tx
    .selectFrom('study')
    .select('id')
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', studyId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const row = await tx
    .selectFrom('document')
    .select((select) => select.fn.max('number').as('last'))
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .executeTakeFirstOrThrow()
  return (row.last ?? 0) + 1
}

/** Takes back what an unfinished reading of a file wrote, so that the queue may read it again from the start. */
export async function deleteDocumentsOfFile(
  db: Database,
  { workspaceId, studyId, fileId }: StudyKey & { fileId: string },
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const documents = await tx
      .selectFrom('document')
      .select(['personId', 'id'])
      .where('workspaceId', '=', workspaceId)
      .where('studyId', '=', studyId)
      .where('fileId', '=', fileId)
      .execute()
    for (const some of batches(documents)) {
      const ids = some.map(({ id }) => id)
      const personIds = [...new Set(some.map(({ personId }) => personId))]
      await tx
        .deleteFrom('tag')
        .where('workspaceId', '=', workspaceId)
        .where('personId', 'in', personIds)
        .where('sourceId', 'in', ids)
        .execute()
      await tx
        .deleteFrom('document')
        .where('workspaceId', '=', workspaceId)
        .where('personId', 'in', personIds)
        .where('id', 'in', ids)
        .execute()
      await deleteEmptyPersons(tx, { workspaceId, personIds })
    }
  })
}

function* batches<Row>(rows: Row[]): Generator<Row[]> {
  for (let start = 0; start < rows.length; start += rowsPerInsert) yield rows.slice(start, start + rowsPerInsert)
}
