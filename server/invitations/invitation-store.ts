import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import { hashSecret, newId, newSecret } from '../ids.ts'
import type { SurveyKey } from '../surveys/store.ts'
import type { PersonOfLine } from './read-people.ts'

/** Whom of a batch the workspace knows already. */
export interface KnownPeople {
  /** Persons by address hash (base64) and by key. */
  byEmail: Map<string, string>
  byKey: Map<string, string>
  /** Person → the list by which they are invited to this survey already. */
  invited: Map<string, string>
  /** Address hashes (base64) that want no mail. */
  optedOut: Set<string>
}

/** @param survey.isAnonymous then ids join nobody: who an invited person is must not be needed for anything */
export async function knownOf(
  db: Database,
  { workspaceId, surveyId, isAnonymous }: SurveyKey & { isAnonymous: boolean },
  people: PersonOfLine[],
): Promise<KnownPeople> {
  const hashes = people.flatMap((person) => person.emailHash ?? [])
  const keys = isAnonymous ? [] : people.map(({ key }) => key).filter((key) => key !== '')
  const byEmail = new Map<string, string>()
  const byKey = new Map<string, string>()
  const optedOut = new Set<string>()
  if (hashes.length > 0) {
    const rows = await db
      .selectFrom('invitation')
      .select(['emailHash', 'personId'])
      .where('workspaceId', '=', workspaceId)
      .where('emailHash', 'in', hashes)
      .orderBy('personId', 'desc')
      .execute()
    for (const { emailHash, personId } of rows) byEmail.set(Buffer.from(emailHash!).toString('base64'), personId)
    const out = await db
      .selectFrom('mailOptOut')
      .select('emailHash')
      .where('workspaceId', '=', workspaceId)
      .where('emailHash', 'in', hashes)
      .execute()
    for (const { emailHash } of out) optedOut.add(Buffer.from(emailHash).toString('base64'))
  }
  if (keys.length > 0) {
    const rows = await db
      .selectFrom('personKey')
      .select(['key', 'personId'])
      .where('workspaceId', '=', workspaceId)
      .where('key', 'in', keys)
      .execute()
    for (const { key, personId } of rows) byKey.set(key, personId)
  }
  const persons = [...new Set([...byEmail.values(), ...byKey.values()])]
  const invited = new Map<string, string>()
  if (persons.length > 0) {
    const rows = await db
      .selectFrom('invitation')
      .select(['personId', 'uploadId'])
      .where('workspaceId', '=', workspaceId)
      .where('surveyId', '=', surveyId)
      .where('personId', 'in', persons)
      .execute()
    for (const { personId, uploadId } of rows) invited.set(personId, uploadId)
  }
  return { byEmail, byKey, invited, optedOut }
}

/** Keeps other lists of this survey from being read between looking whom it knows and writing who is new. */
export async function holdSurveyForInviting(tx: Database, { workspaceId, surveyId }: SurveyKey): Promise<void> {
  await tx
    .selectFrom('survey')
    .select('id')
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', surveyId)
    .forNoKeyUpdate()
    .execute()
}

/** Writes invitations of people who have none in this survey: persons (unless known), their ids, a code each. */
export async function insertInvitations(
  tx: Database,
  { workspaceId, surveyId, uploadId, at }: SurveyKey & { uploadId: string; at: Date },
  people: (PersonOfLine & { personId: string | null })[],
): Promise<void> {
  if (people.length === 0) return
  const placed = people.map((person) => ({ ...person, id: person.personId ?? newId() }))
  const fresh = placed.filter(({ personId }) => personId === null)
  if (fresh.length > 0)
    await tx
      .insertInto('person')
      .values(fresh.map(({ id }) => ({ id, workspaceId, createdAt: at })))
      .execute()
  const keyed = placed.filter(({ key }) => key !== '')
  if (keyed.length > 0)
    await tx
      .insertInto('personKey')
      .values(keyed.map(({ id, key }) => ({ workspaceId, key, personId: id })))
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  await tx
    .insertInto('invitation')
    .values(
      placed.map(({ id, email, emailHash, name, language, fields }) => {
        const code = newSecret()
        return {
          personId: id,
          surveyId,
          workspaceId,
          uploadId,
          code,
          codeHash: hashSecret(code),
          email,
          emailHash,
          name,
          language,
          fields: JSON.stringify(fields),
          createdAt: at,
        }
      }),
    )
    .execute()
}

/** The invitation that a code in an address belongs to. */
export async function findInvitationByCode(
  db: Database,
  { workspaceId, surveyId, codeHash }: SurveyKey & { codeHash: Buffer },
) {
  const row = await db
    .selectFrom('invitation')
    .select(['personId', 'language', 'fields', 'isFinished'])
    .where('workspaceId', '=', workspaceId)
    .where('surveyId', '=', surveyId)
    .where('codeHash', '=', codeHash)
    .executeTakeFirst()
  return row && { ...row, fields: row.fields as Record<string, string> }
}

/** Marks somebody as needing no reminder, in an anonymous survey, where no response says so. */
export async function markFinished(
  tx: Database,
  { workspaceId, surveyId, codeHash }: SurveyKey & { codeHash: Buffer },
): Promise<void> {
  await tx
    .updateTable('invitation')
    .set({ isFinished: true })
    .where('workspaceId', '=', workspaceId)
    .where('surveyId', '=', surveyId)
    .where('codeHash', '=', codeHash)
    .execute()
}

/** Where an invited person is. `ended`: screened out or over quota. */
export type InvitationState =
  | 'not_sent'
  | 'waiting'
  | 'sent'
  | 'refused'
  | 'unknown'
  | 'started'
  | 'completed'
  | 'ended'
  | 'opted_out'

export interface Invitation {
  personId: string
  code: string
  email: string
  name: string
  language: string
  fields: Record<string, string>
  state: InvitationState
}

const stateOf = sql<InvitationState>`case
  when response.outcome = 'completed' then 'completed'
  when response.outcome in ('screened_out', 'over_quota') then 'ended'
  when opt_out.email_hash is not null then 'opted_out'
  when response.outcome is not null then 'started'
  when mail.state is null or mail.state = 'dropped' then 'not_sent'
  when mail.state = 'sending' then 'unknown'
  else mail.state end`

function invitations(db: Database, { workspaceId, surveyId }: SurveyKey) {
  return db
    .selectFrom('invitation')
    .leftJoin('response', (join) =>
      join
        .onRef('response.personId', '=', 'invitation.personId')
        .onRef('response.surveyId', '=', 'invitation.surveyId')
        .onRef('response.workspaceId', '=', 'invitation.workspaceId'),
    )
    .leftJoin('mailOptOut as optOut', (join) =>
      join
        .onRef('optOut.workspaceId', '=', 'invitation.workspaceId')
        .onRef('optOut.emailHash', '=', 'invitation.emailHash'),
    )
    .leftJoinLateral(
      (sub) =>
        sub
          .selectFrom('invitationMail')
          .select('invitationMail.state')
          .whereRef('invitationMail.personId', '=', 'invitation.personId')
          .whereRef('invitationMail.surveyId', '=', 'invitation.surveyId')
          .whereRef('invitationMail.workspaceId', '=', 'invitation.workspaceId')
          .orderBy('invitationMail.id', 'desc')
          .limit(1)
          .as('mail'),
      (join) => join.onTrue(),
    )
    .where('invitation.workspaceId', '=', workspaceId)
    .where('invitation.surveyId', '=', surveyId)
}

/** A page of a survey's invitations in the order they were made; with `search`, those whose address or name holds it. */
export async function invitationPage(
  db: Database,
  key: SurveyKey,
  { after, search = '', limit }: { after: string | null; search?: string; limit: number },
): Promise<Invitation[]> {
  const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`
  const rows = await invitations(db, key)
    .select([
      'invitation.personId',
      'invitation.code',
      'invitation.email',
      'invitation.name',
      'invitation.language',
      'invitation.fields',
      stateOf.as('state'),
    ])
    .$if(after !== null, (query) => query.where('invitation.personId', '>', after!))
    .$if(search !== '', (query) =>
      query.where((where) =>
        where.or([where('invitation.email', 'ilike', pattern), where('invitation.name', 'ilike', pattern)]),
      ),
    )
    .orderBy('invitation.personId')
    .limit(limit)
    .execute()
  return rows as Invitation[]
}

/** How many of a survey's invited people stand where. For an anonymous survey only those who are finished are known. */
export async function invitationCounts(
  db: Database,
  key: SurveyKey,
): Promise<{ invited: number; finished: number; states: Map<InvitationState, number> }> {
  const rows = await invitations(db, key)
    .select([stateOf.as('standing'), 'invitation.isFinished', (row) => row.fn.countAll<number>().as('count')])
    .groupBy(['standing', 'invitation.isFinished'])
    .execute()
  const states = new Map<InvitationState, number>()
  let invited = 0
  let finished = 0
  for (const { standing: state, isFinished, count } of rows) {
    invited += Number(count)
    if (isFinished) finished += Number(count)
    states.set(state, (states.get(state) ?? 0) + Number(count))
  }
  return { invited, finished, states }
}

/** Somebody invited by mail, as an example of how a wording reads. */
export async function anInvitation(db: Database, { workspaceId, surveyId }: SurveyKey) {
  const row = await db
    .selectFrom('invitation')
    .select(['name', 'language', 'fields'])
    .where('workspaceId', '=', workspaceId)
    .where('surveyId', '=', surveyId)
    .orderBy('personId')
    .limit(1)
    .executeTakeFirst()
  return row && { ...row, fields: row.fields as Record<string, string> }
}

/** Names of all fields that invited people of a survey have. */
export async function fieldsOfInvitations(db: Database, { workspaceId, surveyId }: SurveyKey): Promise<string[]> {
  const { rows } = await sql<{ field: string }>`
    select distinct field from invitation, jsonb_object_keys(fields) as field
    where workspace_id = ${workspaceId} and survey_id = ${surveyId} order by field`.execute(db)
  return rows.map(({ field }) => field)
}

/**
 * Forgets whom a survey invited: addresses, names, fields and links go, answers stay. Persons of whom nothing else is known go too.
 * @returns how many invitations went
 */
export async function deleteInvitations(db: Database, { workspaceId, surveyId }: SurveyKey): Promise<number> {
  return db.transaction().execute(async (tx) => {
    await holdSurveyForInviting(tx, { workspaceId, surveyId })
    await tx
      .deleteFrom('invitationUpload')
      .where('workspaceId', '=', workspaceId)
      .where('surveyId', '=', surveyId)
      .execute()
    await tx
      .deleteFrom('invitationMail')
      .where('workspaceId', '=', workspaceId)
      .where('surveyId', '=', surveyId)
      .execute()
    const { rows } = await sql<{ personId: string }>`
      delete from invitation where workspace_id = ${workspaceId} and survey_id = ${surveyId} returning person_id`.execute(
      tx,
    )
    const known = ['invitation', 'respondent', 'response', 'document', 'customer', 'person_key'].map(
      (table) =>
        sql`not exists (select 1 from ${sql.table(table)} t where t.person_id = person.id and t.workspace_id = person.workspace_id)`,
    )
    for (let from = 0; from < rows.length; from += 1000) {
      const ids = rows.slice(from, from + 1000).map(({ personId }) => personId)
      await sql`
        delete from person where workspace_id = ${workspaceId} and id in (${sql.join(ids)}) and ${sql.join(known, sql` and `)}`.execute(
        tx,
      )
    }
    return rows.length
  })
}
