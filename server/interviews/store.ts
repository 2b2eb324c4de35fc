import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { StudyKey } from '../studies/store.ts'
import type { ParsedDocument, SpeakerRole } from '../text/document.ts'

export interface DocumentKey {
  workspaceId: string
  personId: string
  documentId: string
}

export interface DocumentRow {
  personId: string
  id: string
  studyId: string
  number: number
  name: string
  kind: ParsedDocument['kind']
  format: string
  warnings: string[]
  areSpeakersConfirmed: boolean
  /** Goes up with every edit of the text. */
  textRevision: number
  fileId: string | null
  createdAt: Date
}

export interface SpeakerRow {
  label: string
  role: SpeakerRole
  reason: string
  turns: number
}

export interface UtteranceRow {
  position: number
  speaker: string
  start: number
  end: number
  startMilliseconds: number | null
  isAsNoted: boolean
}

/** A document without its text, which may be long. */
export async function findDocument(
  db: Database,
  { workspaceId, personId, documentId }: DocumentKey,
): Promise<DocumentRow | undefined> {
  const row = await db
    .selectFrom('document')
    .select([
      'personId',
      'id',
      'studyId',
      'number',
      'name',
      'kind',
      'format',
      'warnings',
      'areSpeakersConfirmed',
      'textRevision',
      'fileId',
      'createdAt',
    ])
    .where('workspaceId', '=', workspaceId)
    .where('personId', '=', personId)
    .where('id', '=', documentId)
    .executeTakeFirst()
  return row && { ...row, warnings: row.warnings as string[] }
}

/** The whole canonical text of a document. */
export async function documentText(db: Database, { workspaceId, personId, documentId }: DocumentKey): Promise<string> {
  const row = await db
    .selectFrom('document')
    .select('text')
    .where('workspaceId', '=', workspaceId)
    .where('personId', '=', personId)
    .where('id', '=', documentId)
    .executeTakeFirst()
  return row?.text ?? ''
}

/** Part of a document's text: PostgreSQL counts characters as code points, as every offset here does. */
export async function documentTextBetween(
  db: Database,
  { workspaceId, personId, documentId, start, end }: DocumentKey & { start: number; end: number },
): Promise<string> {
  const row = await db
    .selectFrom('document')
    .select(sql<string>`substring(text from ${start + 1}::integer for ${end - start}::integer)`.as('words'))
    .where('workspaceId', '=', workspaceId)
    .where('personId', '=', personId)
    .where('id', '=', documentId)
    .executeTakeFirst()
  return row?.words ?? ''
}

export async function speakersOf(
  db: Database,
  { workspaceId, personId, documentId }: DocumentKey,
): Promise<SpeakerRow[]> {
  return db
    .selectFrom('speaker')
    .select(['label', 'role', 'reason', 'turns'])
    .where('workspaceId', '=', workspaceId)
    .where('personId', '=', personId)
    .where('documentId', '=', documentId)
    .orderBy('position')
    .execute()
}

/** Utterances from a position on, in order. */
export async function utterancesFrom(
  db: Database,
  { workspaceId, personId, documentId, from, limit }: DocumentKey & { from: number; limit: number },
): Promise<UtteranceRow[]> {
  return db
    .selectFrom('utterance')
    .select(['position', 'speaker', 'startCodePoint as start', 'endCodePoint as end', 'startMilliseconds', 'isAsNoted'])
    .where('workspaceId', '=', workspaceId)
    .where('personId', '=', personId)
    .where('documentId', '=', documentId)
    .where('position', '>=', from)
    .orderBy('position')
    .limit(limit)
    .execute()
}

/** How many utterances there are, and when the first and the last one with a time began. */
export async function measureDocument(db: Database, { workspaceId, personId, documentId }: DocumentKey) {
  const row = await db
    .selectFrom('utterance')
    .select((select) => [
      select.fn.countAll<number>().as('turns'),
      select.fn.min('startMilliseconds').as('firstMilliseconds'),
      select.fn.max('startMilliseconds').as('lastMilliseconds'),
    ])
    .where('workspaceId', '=', workspaceId)
    .where('personId', '=', personId)
    .where('documentId', '=', documentId)
    .executeTakeFirstOrThrow()
  return {
    turns: Number(row.turns),
    firstMilliseconds: row.firstMilliseconds,
    lastMilliseconds: row.lastMilliseconds,
  }
}

/** Position of the utterance that holds a code point, or of the last one before it; 0 when none is. */
export async function positionOf(
  db: Database,
  { workspaceId, personId, documentId, at }: DocumentKey & { at: number },
): Promise<number> {
  const row = await db
    .selectFrom('utterance')
    .select('position')
    .where('workspaceId', '=', workspaceId)
    .where('personId', '=', personId)
    .where('documentId', '=', documentId)
    .where('startCodePoint', '<=', at)
    .orderBy('startCodePoint', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.position ?? 0
}

/** The participant's utterance that holds the whole range, or undefined: only participants' words are tagged. */
export async function participantUtteranceAround(
  db: Database,
  { workspaceId, personId, documentId, start, end }: DocumentKey & { start: number; end: number },
) {
  return db
    .selectFrom('utterance')
    .innerJoin('speaker', (join) =>
      join
        .onRef('speaker.personId', '=', 'utterance.personId')
        .onRef('speaker.documentId', '=', 'utterance.documentId')
        .onRef('speaker.label', '=', 'utterance.speaker'),
    )
    .select(['utterance.speaker', 'utterance.position'])
    .where('utterance.workspaceId', '=', workspaceId)
    .where('utterance.personId', '=', personId)
    .where('utterance.documentId', '=', documentId)
    .where('utterance.startCodePoint', '<=', start)
    .where('utterance.endCodePoint', '>=', end)
    .where('speaker.role', '=', 'participant')
    .limit(1)
    .executeTakeFirst()
}

/** Writes the roles a person decided on, by label, and says that somebody looked. Returns whether any role changed. */
export async function confirmRoles(
  db: Database,
  { workspaceId, personId, documentId, roles }: DocumentKey & { roles: { label: string; role: SpeakerRole }[] },
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    let hasChanged = false
    for (const { label, role } of roles) {
      const row = await tx
        .updateTable('speaker')
        .set({ role, reason: 'Set by a person.' })
        .where('workspaceId', '=', workspaceId)
        .where('personId', '=', personId)
        .where('documentId', '=', documentId)
        .where('label', '=', label)
        .where('role', '<>', role)
        .returning('label')
        .executeTakeFirst()
      hasChanged ||= row !== undefined
    }
    await tx
      .updateTable('document')
      .set({ areSpeakersConfirmed: true })
      .where('workspaceId', '=', workspaceId)
      .where('personId', '=', personId)
      .where('id', '=', documentId)
      .execute()
    return hasChanged
  })
}

/** One page of the study's documents by number, with how far their tags are. */
export async function documentPage(
  db: Database,
  { workspaceId, studyId, after, limit }: StudyKey & { after: number; limit: number },
) {
  const tagsIn = (state: string) =>
    sql<number>`(select count(*)::integer from tag where tag.person_id = document.person_id and tag.source_id = document.id and tag.state = ${state})`
  return db
    .selectFrom('document')
    .leftJoin('respondent', (join) =>
      join.onRef('respondent.personId', '=', 'document.personId').onRef('respondent.studyId', '=', 'document.studyId'),
    )
    .select([
      'document.personId',
      'document.id',
      'document.number',
      'document.name',
      'document.kind',
      'document.format',
      'document.areSpeakersConfirmed',
      'respondent.label as respondent',
      sql<number>`(select count(*)::integer from utterance where utterance.person_id = document.person_id and utterance.document_id = document.id)`.as(
        'turns',
      ),
      tagsIn('accepted').as('accepted'),
      tagsIn('suggested').as('suggested'),
    ])
    .where('document.workspaceId', '=', workspaceId)
    .where('document.studyId', '=', studyId)
    .where('document.number', '>', after)
    .orderBy('document.number')
    .limit(limit)
    .execute()
}

/** One page of documents by id, for work that walks through all of a study's. */
export async function documentIdsOfStudy(
  db: Database,
  { workspaceId, studyId, after, limit }: StudyKey & { after: string | null; limit: number },
): Promise<{ personId: string; id: string }[]> {
  return db
    .selectFrom('document')
    .select(['personId', 'id'])
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .$if(after !== null, (query) => query.where('id', '>', after!))
    .orderBy('id')
    .limit(limit)
    .execute()
}

export async function countDocuments(db: Database, { workspaceId, studyId }: StudyKey): Promise<number> {
  const row = await db
    .selectFrom('document')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

/** What the person agreed to in this study: the newest record of each purpose. */
export async function consentsOf(
  db: Database,
  { workspaceId, studyId, personId }: StudyKey & { personId: string },
): Promise<{ purpose: string; isGranted: boolean; basis: string }[]> {
  return db
    .selectFrom('consent')
    .distinctOn('purpose')
    .select(['purpose', 'isGranted', 'basis'])
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .where('personId', '=', personId)
    .orderBy('purpose')
    .orderBy('at', 'desc')
    .execute()
}

/** Keys by which the person is known elsewhere, and their label in the study. */
export async function namesOfPerson(
  db: Database,
  { workspaceId, studyId, personId }: StudyKey & { personId: string },
): Promise<{ label: string; keys: string[]; responses: number }> {
  const respondent = await db
    .selectFrom('respondent')
    .select('label')
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .where('personId', '=', personId)
    .executeTakeFirst()
  const keys = await db
    .selectFrom('personKey')
    .select('key')
    .where('workspaceId', '=', workspaceId)
    .where('personId', '=', personId)
    .orderBy('key')
    .execute()
  const responses = await db
    .selectFrom('response')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .where('personId', '=', personId)
    .executeTakeFirstOrThrow()
  return { label: respondent?.label ?? '', keys: keys.map((row) => row.key), responses: Number(responses.count) }
}

export interface DocumentToTag {
  personId: string
  documentId: string
  text: string
  /** Participants' utterances in order, code points. */
  ranges: SpokenRange[]
}

export interface SpokenRange {
  speaker: string
  start: number
  end: number
  /** What somebody who is no participant said right before: context, never evidence. */
  question: { start: number; end: number } | null
}

/** Lengths of texts, so that work on many documents can take them in portions. */
export function documentLengths(
  db: Database,
  { workspaceId, studyId, after, limit }: StudyKey & { after: string | null; limit: number },
): Promise<{ personId: string; id: string; length: number }[]> {
  return db
    .selectFrom('document')
    .select(['personId', 'id', sql<number>`char_length(text)`.as('length')])
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .$if(after !== null, (query) => query.where('id', '>', after!))
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** Texts with what participants said in them; interviewers', agents' and undecided voices are left out. */
export async function documentsToTag(
  db: Database,
  { workspaceId }: { workspaceId: string },
  keys: { personId: string; documentId: string }[],
): Promise<DocumentToTag[]> {
  const ids = keys.map(({ documentId }) => documentId)
  const personIds = [...new Set(keys.map(({ personId }) => personId))]
  const texts = await db
    .selectFrom('document')
    .select(['personId', 'id', 'text'])
    .where('workspaceId', '=', workspaceId)
    .where('personId', 'in', personIds)
    .where('id', 'in', ids)
    .orderBy('id')
    .execute()
  const utterances = await db
    .selectFrom('utterance')
    .innerJoin('speaker', (join) =>
      join
        .onRef('speaker.personId', '=', 'utterance.personId')
        .onRef('speaker.documentId', '=', 'utterance.documentId')
        .onRef('speaker.label', '=', 'utterance.speaker'),
    )
    .select([
      'utterance.documentId',
      'utterance.speaker',
      'utterance.startCodePoint as start',
      'utterance.endCodePoint as end',
      'speaker.role',
    ])
    .where('utterance.workspaceId', '=', workspaceId)
    .where('utterance.personId', 'in', personIds)
    .where('utterance.documentId', 'in', ids)
    .orderBy('utterance.documentId')
    .orderBy('utterance.position')
    .execute()
  const rangesOf = new Map<string, SpokenRange[]>()
  let before: (typeof utterances)[number] | undefined
  for (const utterance of utterances) {
    const { documentId, role, speaker, start, end } = utterance
    if (role === 'participant') {
      const asks = before?.documentId === documentId && (before.role === 'interviewer' || before.role === 'agent')
      const question = asks ? { start: before!.start, end: before!.end } : null
      const ranges = rangesOf.get(documentId) ?? []
      ranges.push({ speaker, start, end, question })
      rangesOf.set(documentId, ranges)
    }
    before = utterance
  }
  return texts.map(({ personId, id, text }) => ({ personId, documentId: id, text, ranges: rangesOf.get(id) ?? [] }))
}

/** Words that participants spoke in the study's documents, by person; a note-taker's words about an answer count too. */
export async function wordsInDocuments(db: Database, { workspaceId, studyId }: StudyKey): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('utterance')
    .innerJoin('document', (join) =>
      join.onRef('document.personId', '=', 'utterance.personId').onRef('document.id', '=', 'utterance.documentId'),
    )
    .innerJoin('speaker', (join) =>
      join
        .onRef('speaker.personId', '=', 'utterance.personId')
        .onRef('speaker.documentId', '=', 'utterance.documentId')
        .onRef('speaker.label', '=', 'utterance.speaker'),
    )
    .select((select) => ['utterance.personId', select.fn.sum<number>('utterance.words').as('words')])
    .where('document.workspaceId', '=', workspaceId)
    .where('document.studyId', '=', studyId)
    .where('speaker.role', '=', 'participant')
    .where(mayBeAnalysed())
    .groupBy('utterance.personId')
    .execute()
  return new Map(rows.map(({ personId, words }) => [personId, Number(words)]))
}

/** False where the newest record of a document's own consent refuses analysis. */
function mayBeAnalysed() {
  return sql<boolean>`coalesce((select is_granted from document_consent where document_consent.person_id = document.person_id
    and document_consent.document_id = document.id and purpose = 'analysis' order by at desc limit 1), true)`
}
