import { gunzipSync, gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import type { Database } from '../../database/connection.ts'
import { newId } from '../../ids.ts'
import type { StudyKey } from '../../studies/store.ts'
import type { KeptClassifier } from '../../text/classifier/codebook-classifier.ts'
import type { TagSource } from '../store.ts'

export interface StoredClassifier {
  version: number
  /** Stretches of words with a decision it was learnt from. */
  examples: number
  /** Null while no code has enough decisions. */
  learnt: KeptClassifier | null
  trainedAt: Date
}

/** What the study's codebook has learnt last, or undefined when nothing was learnt yet. */
export async function classifierOf(
  db: Database,
  { workspaceId, studyId }: StudyKey,
): Promise<StoredClassifier | undefined> {
  const row = await db
    .selectFrom('codeClassifier')
    .select(['version', 'examples', 'learnt', 'trainedAt'])
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .executeTakeFirst()
  if (!row) return undefined
  const learnt = row.learnt === null ? null : (JSON.parse(gunzipSync(row.learnt).toString('utf8')) as KeptClassifier)
  return { ...row, learnt }
}

/** How many people were erased from the workspace: words read before another erasure may be those of somebody gone. */
export async function countErasures(db: Database, { workspaceId }: { workspaceId: string }): Promise<number> {
  const { count } = await db
    .selectFrom('erasure')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('workspaceId', '=', workspaceId)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/**
 * Keeps what was learnt as the next version; the one before is not needed any more.
 * Nothing is kept when somebody was erased since `erasures` were counted: it may hold their words, and is learnt again when
 * it is needed next. An erasure holds the same lock, so that it cannot end in between.
 */
export async function saveClassifier(
  db: Database,
  {
    workspaceId,
    studyId,
    examples,
    learnt,
    erasures,
    at,
  }: StudyKey & { examples: number; learnt: KeptClassifier | null; erasures: number; at: Date },
): Promise<boolean> {
  const values = { examples, learnt: learnt === null ? null : gzipSync(JSON.stringify(learnt)), trainedAt: at }
  return db.transaction().execute(async (tx) => {
    await tx.selectFrom('workspace').select('id').where('id', '=', workspaceId).forNoKeyUpdate().execute()
    if ((await countErasures(tx, { workspaceId })) !== erasures) return false
    await tx
      .insertInto('codeClassifier')
      .values({ workspaceId, studyId, version: 1, ...values })
      .onConflict((conflict) =>
        conflict.column('studyId').doUpdateSet({ ...values, version: sql`code_classifier.version + 1` }),
      )
      .execute()
    return true
  })
}

/** A stretch of words with what was decided or suggested on it. */
export interface PlacedDecision extends TagSource {
  start: number
  end: number
  facet: string
  code: string | null
  state: 'suggested' | 'accepted' | 'rejected'
}

const sourcesAtOnce = 1_000

/** Tags on sources that somebody decided something on, suggestions still open included. */
export async function decisionsOfStudy(db: Database, { workspaceId, studyId }: StudyKey): Promise<PlacedDecision[]> {
  // Asked first and alone: as a part of the query below it was walked through once for each tag of the study.
  const decided = await db
    .selectFrom('tag')
    .select('sourceId')
    .distinct()
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .where('state', '<>', 'suggested')
    .execute()
  const sourceIds = decided.map(({ sourceId }) => sourceId)
  const found: PlacedDecision[] = []
  for (let from = 0; from < sourceIds.length; from += sourcesAtOnce) {
    found.push(...(await tagsOnSources(db, { workspaceId, studyId }, sourceIds.slice(from, from + sourcesAtOnce))))
  }
  return found
}

async function tagsOnSources(
  db: Database,
  { workspaceId, studyId }: StudyKey,
  sourceIds: string[],
): Promise<PlacedDecision[]> {
  const rows = await db
    .selectFrom('tag')
    .select([
      'personId',
      'sourceKind',
      'sourceId',
      'item',
      'startCodePoint as start',
      'endCodePoint as end',
      'facet',
      'code',
      'state',
    ])
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .where('sourceId', 'in', sourceIds)
    .orderBy('id')
    .execute()
  return rows as PlacedDecision[]
}

/** One sentence that somebody read in full: what was suggested on it before, and what they found. */
export interface SentenceReview extends TagSource {
  start: number
  end: number
  sampling: 'random' | 'chosen'
  /** Labels: a code's key, or "facet:need". */
  said: string[]
  found: string[]
}

/** Every reviewed sentence of the study, oldest first. */
export async function reviewsOfStudy(db: Database, { workspaceId, studyId }: StudyKey): Promise<SentenceReview[]> {
  const rows = await db
    .selectFrom('sentenceReview')
    .select([
      'personId',
      'sourceKind',
      'sourceId',
      'item',
      'startCodePoint as start',
      'endCodePoint as end',
      'sampling',
      'said',
      'found',
    ])
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .orderBy('id')
    .execute()
  return rows
}

export async function countReviews(db: Database, { workspaceId, studyId }: StudyKey): Promise<number> {
  const { count } = await db
    .selectFrom('sentenceReview')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .executeTakeFirstOrThrow()
  return Number(count)
}

export async function insertReview(
  db: Database,
  review: StudyKey & SentenceReview & { rules: string; accountId: string; at: Date },
): Promise<void> {
  await db
    .insertInto('sentenceReview')
    .values({
      personId: review.personId,
      id: newId(),
      workspaceId: review.workspaceId,
      studyId: review.studyId,
      sourceKind: review.sourceKind,
      sourceId: review.sourceId,
      item: review.item,
      startCodePoint: review.start,
      endCodePoint: review.end,
      sampling: review.sampling,
      said: JSON.stringify(review.said),
      found: JSON.stringify(review.found),
      rules: review.rules,
      reviewedBy: review.accountId,
      reviewedAt: review.at,
    })
    .execute()
}

/** Some documents of the study, drawn by the seed: the same ones for the same seed as long as none is added. */
export function drawnDocuments(
  db: Database,
  { workspaceId, studyId, seed, limit }: StudyKey & { seed: string; limit: number },
): Promise<{ personId: string; documentId: string }[]> {
  return db
    .selectFrom('document')
    .select(['personId', 'id as documentId'])
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .orderBy(sql`md5(id::text || ${seed}::text)`)
    .limit(limit)
    .execute()
}

/** Some responses of the study, drawn by the seed, with their answers; or one of them only. */
export function drawnResponses(
  db: Database,
  { workspaceId, studyId, seed, limit, only }: StudyKey & { seed: string; limit: number; only?: string },
) {
  return db
    .selectFrom('response')
    .select(['personId', 'id', 'answers'])
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .where('outcome', 'in', ['completed', 'partial'])
    .$if(only !== undefined, (query) => query.where('id', '=', only!))
    .orderBy(sql`md5(id::text || ${seed}::text)`)
    .limit(limit)
    .execute()
}

type SentencePlace = StudyKey & Pick<SentenceReview, 'personId' | 'sourceId' | 'item' | 'start' | 'end'>

/** Whether the sentence was reviewed before. */
export async function isReviewed(db: Database, place: SentencePlace): Promise<boolean> {
  const row = await db
    .selectFrom('sentenceReview')
    .select('id')
    .where('workspaceId', '=', place.workspaceId)
    .where('personId', '=', place.personId)
    .where('sourceId', '=', place.sourceId)
    .where('item', '=', place.item)
    .where('startCodePoint', '=', place.start)
    .where('endCodePoint', '=', place.end)
    .executeTakeFirst()
  return row !== undefined
}

/** Suggestions still open that begin within the sentence. */
export function openTagsOn(db: Database, place: SentencePlace) {
  return db
    .selectFrom('tag')
    .select(['id', 'facet', 'code'])
    .where('workspaceId', '=', place.workspaceId)
    .where('personId', '=', place.personId)
    .where('sourceId', '=', place.sourceId)
    .where('item', '=', place.item)
    .where('startCodePoint', '>=', place.start)
    .where('startCodePoint', '<', place.end)
    .where('state', '=', 'suggested')
    .orderBy('id')
    .execute()
}
