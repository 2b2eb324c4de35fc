import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import { newId } from '../ids.ts'
import type { SurveyKey } from '../surveys/store.ts'
import { holdSurveyForInviting } from './invitation-store.ts'
import type { MessageKind } from './message.ts'

/** A mail that was being handed over so long ago is not being handed over any more. */
export const handoverMinutes = 10

type Batch = SurveyKey & { at: Date }

/** Conditions that hold for whoever can be written to at all: an address, no opting out, nothing sent that ended the survey for them. */
const mayBeWrittenTo = sql`i.email <> '' and not i.is_finished
  and not exists (select 1 from mail_opt_out o where o.workspace_id = i.workspace_id and o.email_hash = i.email_hash)
  and not exists (
    select 1 from response r where r.person_id = i.person_id and r.survey_id = i.survey_id and r.workspace_id = i.workspace_id
      and r.outcome in ('completed', 'screened_out', 'over_quota')
  )`
const mailsOf = sql`from invitation_mail m where m.person_id = i.person_id and m.survey_id = i.survey_id and m.workspace_id = i.workspace_id`

function recipientsOf(kind: MessageKind, { workspaceId, surveyId, at }: Batch) {
  const neverWritten = sql`not exists (select 1 ${mailsOf} and m.state in ('waiting', 'sending', 'sent', 'unknown'))`
  const isDue = sql`exists (select 1 ${mailsOf} and m.state in ('sending', 'sent', 'unknown'))
    and not exists (select 1 ${mailsOf} and (
      m.state in ('waiting', 'refused') or coalesce(m.sent_at, m.claimed_at) > ${at}::timestamptz - s.days_between_mails * interval '1 day'
    ))
    and (select count(*) ${mailsOf} and m.kind = 'reminder' and m.state in ('sending', 'sent', 'unknown')) < s.most_reminders`
  return sql`from invitation i join survey s on s.id = i.survey_id and s.workspace_id = i.workspace_id
    where i.workspace_id = ${workspaceId} and i.survey_id = ${surveyId} and ${mayBeWrittenTo}
      and ${kind === 'invitation' ? neverWritten : isDue}`
}

/** How many people a press of the button would write to now. */
export async function countRecipients(db: Database, kind: MessageKind, batch: Batch): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::integer as count ${recipientsOf(kind, batch)}`.execute(
    db,
  )
  return rows[0]!.count
}

/**
 * Writes a mail that waits for everybody who is due. Two presses at one moment write to each once: the second waits for the
 * first, and then nobody is due.
 * @returns the batch, or null when nobody is due
 */
export function writeBatch(
  db: Database,
  kind: MessageKind,
  batch: Batch,
): Promise<{ batchId: string; count: number } | null> {
  const { workspaceId, surveyId, at } = batch
  return db.transaction().execute(async (tx) => {
    await holdSurveyForInviting(tx, batch)
    const { rows } = await sql<{
      personId: string
    }>`select i.person_id ${recipientsOf(kind, batch)} order by i.person_id`.execute(tx)
    if (rows.length === 0) return null
    const batchId = newId()
    for (let from = 0; from < rows.length; from += 1000) {
      const mails = rows.slice(from, from + 1000).map(({ personId }) => ({
        personId,
        id: newId(),
        workspaceId,
        surveyId,
        batchId,
        kind,
        state: 'waiting' as const,
        createdAt: at,
      }))
      await tx.insertInto('invitationMail').values(mails).execute()
    }
    return { batchId, count: rows.length }
  })
}

export interface MailToSend {
  personId: string
  id: string
  kind: MessageKind
  attempts: number
  email: string
  emailHash: Buffer
  name: string
  language: string
  fields: Record<string, string>
  code: string
  /** Whether they have opted out, or finished, since the mail was written. */
  isUnwanted: boolean
}

/**
 * Takes the next waiting mail of a survey and marks it as being handed over, before it is: whoever else takes mails meanwhile
 * gets another one, and after a crash it stays marked.
 * @returns undefined when none waits, or the survey is not open any more
 */
export async function claimMail(db: Database, { workspaceId, surveyId, at }: Batch): Promise<MailToSend | undefined> {
  const { rows } = await sql<MailToSend & { kind: MessageKind }>`
    with next as (
      select m.person_id, m.id from invitation_mail m
      where m.workspace_id = ${workspaceId} and m.survey_id = ${surveyId} and m.state = 'waiting'
        and exists (select 1 from survey s where s.id = m.survey_id and s.workspace_id = m.workspace_id and s.state = 'open')
      order by m.attempts, m.id limit 1 for update skip locked
    ), claimed as (
      update invitation_mail set state = 'sending', claimed_at = ${at}, attempts = invitation_mail.attempts + 1 from next
      where invitation_mail.person_id = next.person_id and invitation_mail.id = next.id
        and invitation_mail.workspace_id = ${workspaceId}
      returning invitation_mail.person_id, invitation_mail.id, invitation_mail.kind, invitation_mail.attempts
    )
    select claimed.*, i.email, i.email_hash, i.name, i.language, i.fields, i.code,
      not (${mayBeWrittenTo}) as is_unwanted
    from claimed join invitation i
      on i.person_id = claimed.person_id and i.survey_id = ${surveyId} and i.workspace_id = ${workspaceId}`.execute(db)
  return rows[0]
}

type MailKey = { workspaceId: string; personId: string; id: string }

/** Writes what became of a mail that was claimed. */
export async function settleMail(
  db: Database,
  { workspaceId, personId, id }: MailKey,
  /** `isFree`: the attempt does not count, because nothing was handed over. */
  end: { state: 'sent' | 'refused' | 'unknown' | 'dropped' | 'waiting'; reason?: string; isFree?: boolean; at: Date },
): Promise<void> {
  await db
    .updateTable('invitationMail')
    .set((row) => ({
      state: end.state,
      reason: end.reason ?? '',
      sentAt: end.state === 'sent' ? end.at : null,
      attempts: end.isFree ? row('attempts', '-', 1) : row.ref('attempts'),
    }))
    .where('workspaceId', '=', workspaceId)
    .where('personId', '=', personId)
    .where('id', '=', id)
    .where('state', '=', 'sending')
    .execute()
}

/** Mails that nobody has taken yet are not sent any more. */
export async function dropWaiting(db: Database, { workspaceId, surveyId }: SurveyKey): Promise<void> {
  await db
    .updateTable('invitationMail')
    .set({ state: 'dropped' })
    .where('workspaceId', '=', workspaceId)
    .where('surveyId', '=', surveyId)
    .where('state', '=', 'waiting')
    .execute()
}

export interface MailCounts {
  waiting: number
  sent: number
  refused: number
  /** Handed over when the connection or the process ended: they may have gone. */
  unknown: number
}

/** How a survey's mails stand. */
export async function mailCounts(db: Database, { workspaceId, surveyId, at }: Batch): Promise<MailCounts> {
  const late = new Date(at.getTime() - handoverMinutes * 60_000)
  const { rows } = await sql<MailCounts>`
    select count(*) filter (where state = 'waiting')::integer as waiting,
      count(*) filter (where state = 'sent')::integer as sent,
      count(*) filter (where state = 'refused')::integer as refused,
      count(*) filter (where state = 'unknown' or (state = 'sending' and claimed_at < ${late}))::integer as unknown
    from invitation_mail where workspace_id = ${workspaceId} and survey_id = ${surveyId}`.execute(db)
  return rows[0]!
}
