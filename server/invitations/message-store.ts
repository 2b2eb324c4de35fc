import { randomBytes } from 'node:crypto'
import type { Database } from '../database/connection.ts'
import type { SurveyKey } from '../surveys/store.ts'
import type { MessageKind, MessageText } from './message.ts'

/** Wordings that somebody has written for a survey, by `kind/language`. */
export async function messagesOf(
  db: Database,
  { workspaceId, surveyId }: SurveyKey,
): Promise<Map<string, MessageText>> {
  const rows = await db
    .selectFrom('invitationMessage')
    .select(['kind', 'language', 'subject', 'body'])
    .where('workspaceId', '=', workspaceId)
    .where('surveyId', '=', surveyId)
    .execute()
  return new Map(rows.map(({ kind, language, subject, body }) => [`${kind}/${language}`, { subject, body }]))
}

export async function saveMessage(
  db: Database,
  {
    workspaceId,
    surveyId,
    kind,
    language,
    subject,
    body,
  }: SurveyKey & MessageText & { kind: MessageKind; language: string },
): Promise<void> {
  await db
    .insertInto('invitationMessage')
    .values({ workspaceId, surveyId, kind, language, subject, body })
    .onConflict((conflict) => conflict.columns(['surveyId', 'kind', 'language']).doUpdateSet({ subject, body }))
    .execute()
}

/** How often and how soon people are reminded. */
export async function reminderPlanOf(
  db: Database,
  { workspaceId, surveyId }: SurveyKey,
): Promise<{ mostReminders: number; daysBetweenMails: number }> {
  return db
    .selectFrom('survey')
    .select(['mostReminders', 'daysBetweenMails'])
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', surveyId)
    .executeTakeFirstOrThrow()
}

export async function saveReminderPlan(
  db: Database,
  {
    workspaceId,
    surveyId,
    mostReminders,
    daysBetweenMails,
  }: SurveyKey & { mostReminders: number; daysBetweenMails: number },
): Promise<void> {
  await db
    .updateTable('survey')
    .set({ mostReminders, daysBetweenMails })
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', surveyId)
    .execute()
}

/** The workspace's key for addresses that opt out, made when it is first needed. */
export async function mailKeyOf(db: Database, workspaceId: string): Promise<Buffer> {
  const known = await findMailKey(db, workspaceId)
  if (known) return known
  await db
    .insertInto('mailKey')
    .values({ workspaceId, key: randomBytes(32) })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return (await findMailKey(db, workspaceId))!
}

/** Undefined also for a workspace that never sent mail. */
export async function findMailKey(db: Database, workspaceId: string): Promise<Buffer | undefined> {
  const row = await db.selectFrom('mailKey').select('key').where('workspaceId', '=', workspaceId).executeTakeFirst()
  return row && Buffer.from(row.key)
}

/** Writes that an address wants no more mail of the workspace; once more changes nothing. */
export async function optOut(
  db: Database,
  { workspaceId, emailHash, at }: { workspaceId: string; emailHash: Buffer; at: Date },
): Promise<void> {
  await db
    .insertInto('mailOptOut')
    .values({ workspaceId, emailHash, at })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function isOptedOut(
  db: Database,
  { workspaceId, emailHash }: { workspaceId: string; emailHash: Buffer },
): Promise<boolean> {
  const row = await db
    .selectFrom('mailOptOut')
    .select('at')
    .where('workspaceId', '=', workspaceId)
    .where('emailHash', '=', emailHash)
    .executeTakeFirst()
  return row !== undefined
}

/** What a workspace calls itself. */
export async function organisationName(db: Database, workspaceId: string): Promise<string> {
  const row = await db.selectFrom('workspace').select('name').where('id', '=', workspaceId).executeTakeFirstOrThrow()
  return row.name
}
