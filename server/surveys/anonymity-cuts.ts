import type { Database } from '../database/connection.ts'
import { cutLink, linkedResponses, shuffleLinks } from './anonymity-store.ts'
import { surveyOf, type SurveyKey } from './store.ts'

const atOnce = 100

/**
 * Cuts what was left unfinished in a closed anonymous survey from the links it came by, and leaves the links in no order.
 * Whoever was under way cannot go on, also if the survey opens again. Does nothing to other surveys.
 */
export async function cutLinksOfClosed(db: Database, key: SurveyKey, at: Date): Promise<void> {
  const survey = await surveyOf(db, key)
  if (!survey.isAnonymous || survey.state !== 'closed') return
  while ((await cutSome(db, { ...key, at })) === atOnce);
  await db.transaction().execute((tx) => shuffleLinks(tx, key))
}

/** Cuts responses of an anonymous survey whose last day is over: nobody can finish them, so nothing needs to lead to them. */
export async function cutExpired(db: Database, key: SurveyKey, at: Date): Promise<void> {
  await cutSome(db, { ...key, at, expiredBefore: at })
}

async function cutSome(db: Database, survey: SurveyKey & { at: Date; expiredBefore?: Date }): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const linked = await linkedResponses(tx, { ...survey, limit: atOnce })
    for (const response of linked) await cutLink(tx, { ...survey, ...response, isLeft: true })
    return linked.length
  })
}
