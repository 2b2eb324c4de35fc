import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { DocumentKey } from './store.ts'

export interface TalkShare {
  speaker: string
  turns: number
  words: number
}

/** How much each speaker says. */
export async function talkShares(
  db: Database,
  { workspaceId, personId, documentId }: DocumentKey,
): Promise<TalkShare[]> {
  const rows = await db
    .selectFrom('utterance')
    .select((select) => [
      'speaker',
      select.fn.countAll<number>().as('turns'),
      select.fn.sum<number>('words').as('words'),
    ])
    .where('workspaceId', '=', workspaceId)
    .where('personId', '=', personId)
    .where('documentId', '=', documentId)
    .groupBy('speaker')
    .execute()
  return rows.map(({ speaker, turns, words }) => ({ speaker, turns: Number(turns), words: Number(words) }))
}

export interface TalkSlice {
  /** From 0. */
  slice: number
  speaker: string
  words: number
  /** First turn of this speaker in the slice. */
  firstTurn: number
}

/** Words by speaker in equal slices of a recording's time; turns without a time count in the slice of none. */
export async function talkSlices(
  db: Database,
  { workspaceId, personId, documentId, from, to, slices }: DocumentKey & { from: number; to: number; slices: number },
): Promise<TalkSlice[]> {
  const width = Math.max(1, Math.ceil((to - from + 1) / slices))
  const rows = await db
    .selectFrom('utterance')
    .select((select) => [
      sql<number>`((start_milliseconds - ${from}::integer) / ${width}::integer)::integer`.as('slice'),
      'speaker',
      select.fn.sum<number>('words').as('words'),
      select.fn.min('position').as('firstTurn'),
    ])
    .where('workspaceId', '=', workspaceId)
    .where('personId', '=', personId)
    .where('documentId', '=', documentId)
    .where('startMilliseconds', 'is not', null)
    .groupBy(sql`1`)
    .groupBy('speaker')
    .orderBy(sql`1`)
    .execute()
  return rows.map((row) => ({ ...row, slice: Number(row.slice), words: Number(row.words) }))
}
