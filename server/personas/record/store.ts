import type { Database } from '../../database/connection.ts'
import type { Verdict } from '../../statistics/verdict.ts'
import type { MembershipRow, PersonaSetKey, Word } from '../store.ts'
import { insertMemberships } from '../store.ts'

export interface Revision {
  revision: number
  word: Word
  verdict: Verdict
  /** What changed, in a sentence. */
  changed: string
  at: Date
}

/** A set's verdicts in their order; none as long as the first one stands. */
export async function revisionsOf(db: Database, { workspaceId, personaSetId }: PersonaSetKey): Promise<Revision[]> {
  const rows = await db
    .selectFrom('personaSetRevision')
    .select(['revision', 'word', 'verdict', 'changed', 'at'])
    .where('workspaceId', '=', workspaceId)
    .where('personaSetId', '=', personaSetId)
    .orderBy('revision')
    .execute()
  return rows.map((row) => ({ ...row, verdict: row.verdict as Verdict }))
}

/**
 * Puts a revised analysis, with who belongs where, in the place of the set's own, and keeps the verdict that stood before. To be called
 * in a transaction.
 */
export async function reviseSet(
  tx: Database,
  { workspaceId, personaSetId }: PersonaSetKey,
  revised: {
    before: Omit<Revision, 'revision'>
    after: Omit<Revision, 'revision'>
    analysis: object
    settings: object
    memberships: MembershipRow[]
  },
): Promise<void> {
  const last = (await revisionsOf(tx, { workspaceId, personaSetId })).length
  const kept = last === 0 ? [revised.before, revised.after] : [revised.after]
  await tx
    .insertInto('personaSetRevision')
    .values(
      kept.map(({ word, verdict, changed, at }, index) => ({
        personaSetId,
        revision: last + index + 1,
        workspaceId,
        word,
        verdict: JSON.stringify(verdict),
        changed,
        at,
      })),
    )
    .execute()
  await tx
    .updateTable('personaSet')
    .set({
      word: revised.after.word,
      analysis: JSON.stringify(revised.analysis),
      settings: JSON.stringify(revised.settings),
    })
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', personaSetId)
    .execute()
  await tx
    .deleteFrom('personaMembership')
    .where('workspaceId', '=', workspaceId)
    .where('personaSetId', '=', personaSetId)
    .execute()
  await insertMemberships(tx, { workspaceId, personaSetId }, revised.memberships)
}
