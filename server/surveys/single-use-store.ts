import type { Database } from '../database/connection.ts'
import { hashSecret, newSecret } from '../ids.ts'
import type { LinkMode } from '../database/tables.ts'
import type { SurveyKey } from './store.ts'

/** The hash under which a link's code is kept; null for what cannot be a code, the empty one above all. */
export function linkCodeHash(code: string): Buffer | null {
  return /^[A-Za-z0-9_-]{22}$/.test(code) ? hashSecret(code) : null
}

export function findSingleUseLink(db: Database, { workspaceId, surveyId, codeHash }: SurveyKey & { codeHash: Buffer }) {
  return db
    .selectFrom('singleUseLink')
    .select(['spentAt'])
    .where('workspaceId', '=', workspaceId)
    .where('surveyId', '=', surveyId)
    .where('codeHash', '=', codeHash)
    .executeTakeFirst()
}

/**
 * Makes links that work once. The codes are given back here and nowhere else: only their hashes are stored.
 * @returns the codes, each 128 random bits as 22 URL-safe characters
 */
export async function makeSingleUseLinks(
  db: Database,
  { workspaceId, surveyId, count, at }: SurveyKey & { count: number; at: Date },
): Promise<string[]> {
  const codes = Array.from({ length: count }, newSecret)
  for (let from = 0; from < count; from += 1000) {
    const rows = codes.slice(from, from + 1000).map((code) => ({
      surveyId,
      workspaceId,
      codeHash: hashSecret(code),
      createdAt: at,
    }))
    await db.insertInto('singleUseLink').values(rows).execute()
  }
  return codes
}

/** How many links that work once a survey has, and how many of them have had their answer. */
export function countSingleUseLinks(db: Database, { workspaceId, surveyId }: SurveyKey) {
  return db
    .selectFrom('singleUseLink')
    .select((row) => [row.fn.countAll<number>().as('made'), row.fn.count<number>('spentAt').as('spent')])
    .where('workspaceId', '=', workspaceId)
    .where('surveyId', '=', surveyId)
    .executeTakeFirstOrThrow()
}

/** Whether a survey's link is open to everybody or each respondent needs one of their own. */
export async function setLinkMode(
  db: Database,
  { workspaceId, surveyId, linkMode }: SurveyKey & { linkMode: LinkMode },
): Promise<void> {
  await db
    .updateTable('survey')
    .set({ linkMode })
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', surveyId)
    .execute()
}
