import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import { hashSecret, newSecret } from '../ids.ts'
import { markFinished } from '../invitations/invitation-store.ts'
import { dayOf, randomLabel } from './anonymity.ts'
import type { SurveyKey } from './store.ts'

/**
 * Makes a survey anonymous for good, unless anybody has answered it: what was promised to them was something else.
 * @returns whether it is anonymous now
 */
export async function makeAnonymous(db: Database, { workspaceId, surveyId }: SurveyKey): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    // Whoever starts at this moment holds the row (respondent-store.ts): one of the two waits and then sees the other.
    await tx
      .selectFrom('survey')
      .select('id')
      .where('workspaceId', '=', workspaceId)
      .where('id', '=', surveyId)
      .forUpdate()
      .execute()
    const row = await tx
      .updateTable('survey')
      .set({ isAnonymous: true })
      .where('workspaceId', '=', workspaceId)
      .where('id', '=', surveyId)
      .where((where) =>
        where.or([
          where('isAnonymous', '=', true),
          where.not(
            where.exists(
              where
                .selectFrom('response')
                .select('response.id')
                .whereRef('response.surveyId', '=', 'survey.id')
                .where('response.workspaceId', '=', workspaceId),
            ),
          ),
        ]),
      )
      .returning('id')
      .executeTakeFirst()
    return row !== undefined
  })
}

/** A response of an anonymous survey that still stands under the ids its link leads to. */
export interface LinkedResponse {
  workspaceId: string
  surveyId: string
  personId: string
  /** Null where it came by the open address: then nothing but its own secret leads to it, and nothing is cut. */
  linkCodeHash: Buffer | null
  secretHash: Buffer | null
  /** It ends here because nobody can go on with it. */
  isLeft?: boolean
  at: Date
}

/**
 * Cuts a response from the link it came by: person, response, label and secret are made anew at random, the rows under
 * the old ids go, and the link is marked as answered without saying when. Call it in the transaction that ends the response.
 * @returns the only address under which its person can still take it back
 */
export async function cutLink(tx: Database, linked: LinkedResponse): Promise<{ personId: string; secret: string }> {
  const { workspaceId, surveyId, personId, linkCodeHash, secretHash, isLeft = false, at } = linked
  const day = dayOf(at)
  const link = { personId: randomUUID(), secret: newSecret() }
  const newResponseId = randomUUID()
  await tx.insertInto('person').values({ id: link.personId, workspaceId, createdAt: day }).execute()
  // Copied whole, whatever columns there are, and only what could lead back is replaced.
  const copies: [table: string, changes: object][] = [
    ['respondent', { person_id: link.personId, label: randomLabel() }],
    [
      'response',
      {
        person_id: link.personId,
        id: newResponseId,
        ...(isLeft && { outcome: 'partial' }),
        link_code_hash: null,
        secret_hash: `\\x${hashSecret(link.secret).toString('hex')}`,
      },
    ],
    ['consent', { person_id: link.personId }],
    ['quota_place', { person_id: link.personId, response_id: newResponseId, held_until: day }],
  ]
  for (const [table, changes] of copies) {
    await sql`
      insert into ${sql.table(table)}
      select (jsonb_populate_record(null::${sql.table(table)}, to_jsonb(t) || ${JSON.stringify(changes)}::jsonb)).*
      from ${sql.table(table)} t where t.person_id = ${personId} and t.workspace_id = ${workspaceId}`.execute(tx)
  }
  await tx.deleteFrom('person').where('workspaceId', '=', workspaceId).where('id', '=', personId).execute()
  if (secretHash)
    await tx
      .insertInto('answeredLink')
      .values({ secretHash, workspaceId, surveyId })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  if (linkCodeHash)
    await tx
      .updateTable('singleUseLink')
      .set((row) => ({ spentAt: row.ref('createdAt') }))
      .where('workspaceId', '=', workspaceId)
      .where('surveyId', '=', surveyId)
      .where('codeHash', '=', linkCodeHash)
      .execute()
  if (linkCodeHash) await markFinished(tx, { workspaceId, surveyId, codeHash: linkCodeHash })
  return link
}

/**
 * Responses of an anonymous survey that their link still leads to, under way or left.
 * @param expiredBefore only those that cannot be gone on with any more since then
 */
export function linkedResponses(
  db: Database,
  { workspaceId, surveyId, expiredBefore, limit }: SurveyKey & { expiredBefore?: Date; limit: number },
) {
  return db
    .selectFrom('response')
    .select(['personId', 'linkCodeHash', 'secretHash'])
    .where('workspaceId', '=', workspaceId)
    .where('surveyId', '=', surveyId)
    .where('linkCodeHash', 'is not', null)
    .$if(expiredBefore !== undefined, (query) => query.where('secretExpiresAt', '<', expiredBefore!))
    .orderBy('personId')
    .limit(limit)
    .forUpdate()
    .execute()
}

/** Writes the links of a survey anew in the order of their codes, which is none: rows lie in the order in which they were last written. */
export async function shuffleLinks(tx: Database, { workspaceId, surveyId }: SurveyKey): Promise<void> {
  for (const [table, order] of [
    ['single_use_link', 'code_hash'],
    ['answered_link', 'secret_hash'],
    ['invitation', 'code_hash'],
  ] as const) {
    await sql`
      with gone as (
        delete from ${sql.table(table)} where workspace_id = ${workspaceId} and survey_id = ${surveyId} returning *
      )
      insert into ${sql.table(table)} select * from gone order by ${sql.ref(order)}`.execute(tx)
  }
}

/** How many responses of an anonymous survey their links still lead to. */
export async function countLinked(db: Database, { workspaceId, surveyId }: SurveyKey): Promise<number> {
  const { count } = await db
    .selectFrom('response')
    .select((row) => row.fn.countAll<number>().as('count'))
    .where('workspaceId', '=', workspaceId)
    .where('surveyId', '=', surveyId)
    .where('linkCodeHash', 'is not', null)
    .executeTakeFirstOrThrow()
  return count
}

/** Whether this was the secret of a response that was cut from its link. */
export async function isAnsweredLink(db: Database, secret: string): Promise<boolean> {
  const row = await db
    .selectFrom('answeredLink')
    .select('surveyId')
    .where('secretHash', '=', hashSecret(secret))
    .executeTakeFirst()
  return row !== undefined
}
