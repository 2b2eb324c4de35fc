import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { StudyKey } from '../studies/store.ts'

export interface OpenAnswer {
  personId: string
  /** Of the response. */
  id: string
  /** R-0213 */
  label: string
  /** As written. */
  answer: string
}

/** One page of the answers to an open question, in the order they came; empty ones are left out. */
export function answersToItem(
  db: Database,
  page: StudyKey & { item: string; after: string | null; only: string | null; limit: number },
): Promise<OpenAnswer[]> {
  const { workspaceId, studyId, item, after, only, limit } = page
  return db
    .selectFrom('response')
    .innerJoin('respondent', (join) =>
      join.onRef('respondent.personId', '=', 'response.personId').onRef('respondent.studyId', '=', 'response.studyId'),
    )
    .select(['response.personId', 'response.id', 'respondent.label', words(item).as('answer')])
    .where('response.workspaceId', '=', workspaceId)
    .where('response.studyId', '=', studyId)
    .where('response.outcome', 'in', ['completed', 'partial'])
    .where(holdsWords(item))
    .$if(after !== null, (query) => query.where('response.id', '>', after!))
    .$if(only !== null, (query) => query.where('response.id', '=', only!))
    .orderBy('response.id')
    .limit(limit)
    .execute()
}

/** One person's answer to an open question, or undefined when there is none in words. */
export function answerToItem(
  db: Database,
  {
    workspaceId,
    personId,
    responseId,
    item,
  }: {
    workspaceId: string
    personId: string
    responseId: string
    item: string
  },
): Promise<{ studyId: string; answer: string } | undefined> {
  return db
    .selectFrom('response')
    .select(['studyId', words(item).as('answer')])
    .where('workspaceId', '=', workspaceId)
    .where('personId', '=', personId)
    .where('id', '=', responseId)
    .where(holdsWords(item))
    .executeTakeFirst()
}

function words(item: string) {
  return sql<string>`response.answers ->> ${item}::text`
}

function holdsWords(item: string) {
  return sql<boolean>`(jsonb_typeof(response.answers -> ${item}::text) = 'string' and btrim(response.answers ->> ${item}::text) <> '')`
}
