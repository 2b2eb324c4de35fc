import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import { forgetWordsOfNobody, hashesOfPerson } from '../redaction/store.ts'

export interface PersonKey {
  workspaceId: string
  personId: string
}

/** How much the workspace holds about one person: what an erasure will take. */
export interface PersonHoldings {
  labels: { studyId: string; label: string }[]
  keys: string[]
  answers: number
  documents: number
  tags: number
  quotes: number
  purchases: number
  visits: number
  invitations: number
  /** Addresses at which they were invited. */
  addresses: string[]
  personaSetIds: string[]
}

/** Everything held about a person, or undefined when nobody has this id here. */
export async function holdingsOf(
  db: Database,
  { workspaceId, personId }: PersonKey,
): Promise<PersonHoldings | undefined> {
  const person = await db
    .selectFrom('person')
    .select('id')
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', personId)
    .executeTakeFirst()
  if (!person) return undefined
  const of = (table: 'response' | 'document' | 'tag' | 'claimSpan' | 'purchase' | 'visit' | 'invitation') =>
    sql<number>`(select count(*) from ${sql.table(table)} where person_id = ${personId} and workspace_id = ${workspaceId})`
  const counts = await db
    .selectNoFrom([
      of('response').as('answers'),
      of('document').as('documents'),
      of('tag').as('tags'),
      of('claimSpan').as('quotes'),
      of('purchase').as('purchases'),
      of('visit').as('visits'),
      of('invitation').as('invitations'),
    ])
    .executeTakeFirstOrThrow()
  const labels = await db
    .selectFrom('respondent')
    .select(['studyId', 'label'])
    .where('workspaceId', '=', workspaceId)
    .where('personId', '=', personId)
    .execute()
  const keys = await db
    .selectFrom('personKey')
    .select('key')
    .where('workspaceId', '=', workspaceId)
    .where('personId', '=', personId)
    .execute()
  const sets = await db
    .selectFrom('personaMembership')
    .select('personaSetId')
    .where('workspaceId', '=', workspaceId)
    .where('personId', '=', personId)
    .execute()
  const invitations = await db
    .selectFrom('invitation')
    .select('email')
    .distinct()
    .where('workspaceId', '=', workspaceId)
    .where('personId', '=', personId)
    .where('email', '!=', '')
    .execute()
  return {
    ...counts,
    labels,
    keys: keys.map((row) => row.key),
    addresses: invitations.map((row) => row.email),
    personaSetIds: sets.map((row) => row.personaSetId),
  }
}

/**
 * Removes a person and everything that has their id, uploaded files of their interviews included, and keeps a record that holds nothing about them.
 * One delete: every table about a person falls with it.
 */
export async function erasePersonRows(
  db: Database,
  erasure: PersonKey & { erasureId: string; reason: string; counts: object; at: Date },
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { workspaceId, personId } = erasure
    // Learning that has read their words waits here, and then finds that somebody was erased (tagging/learning/store.ts).
    await tx.selectFrom('workspace').select('id').where('id', '=', workspaceId).forNoKeyUpdate().execute()
    // The uploaded file would keep their words; other people's documents of the same file keep their own text.
    const files = tx
      .selectFrom('document')
      .select('fileId')
      .where('workspaceId', '=', workspaceId)
      .where('personId', '=', personId)
      .where('fileId', 'is not', null)
      .$castTo<{ fileId: string }>()
    await tx.deleteFrom('storedFile').where('workspaceId', '=', workspaceId).where('id', 'in', files).execute()
    const hashes = await hashesOfPerson(tx, { workspaceId, personId })
    // A table of answers still waiting as uploaded holds everybody's lines, theirs too.
    const imports = tx
      .selectFrom('responseImport')
      .innerJoin('response', 'response.importId', 'responseImport.id')
      .select('responseImport.fileId')
      .where('response.workspaceId', '=', workspaceId)
      .where('response.personId', '=', personId)
      .where('responseImport.fileId', 'is not', null)
      .$castTo<{ fileId: string }>()
    await tx.deleteFrom('storedFile').where('workspaceId', '=', workspaceId).where('id', 'in', imports).execute()
    await giveBackQuotaPlaces(tx, { workspaceId, personId })
    await tx.deleteFrom('person').where('workspaceId', '=', workspaceId).where('id', '=', personId).execute()
    // Their name may also stand among the terms, and its hash beside its number.
    await forgetWordsOfNobody(tx, { workspaceId, hashes })
    // What codebooks have learnt holds words of everybody, theirs too; it is learnt again from the decisions that are left.
    await tx.deleteFrom('codeClassifier').where('workspaceId', '=', workspaceId).execute()
    await tx
      .insertInto('erasure')
      .values({
        id: erasure.erasureId,
        workspaceId,
        reason: erasure.reason,
        counts: JSON.stringify(erasure.counts),
        erasedAt: erasure.at,
      })
      .execute()
  })
}

/** Their places in quotas, held or taken, become free: answers that are gone fill no quota. */
async function giveBackQuotaPlaces(tx: Database, { workspaceId, personId }: PersonKey): Promise<void> {
  await sql`
    with gone as (
      delete from quota_place where person_id = ${personId} and workspace_id = ${workspaceId}
      returning survey_id, cell, state
    ), sums as (
      select survey_id, cell, count(*) filter (where state = 'held') as held, count(*) filter (where state = 'taken') as taken
      from gone group by survey_id, cell
    )
    update quota_cell set places_held = places_held - sums.held, places_taken = places_taken - sums.taken
    from sums
    where quota_cell.survey_id = sums.survey_id and quota_cell.cell = sums.cell and quota_cell.workspace_id = ${workspaceId}
  `.execute(tx)
}

/** Uploaded tables of the workspace that wait for a person to confirm them, oldest first. */
export function waitingFiles(db: Database, { workspaceId }: { workspaceId: string }) {
  return db
    .selectFrom('storedFile')
    .select(['id', 'name'])
    .where('workspaceId', '=', workspaceId)
    .where('purpose', 'in', ['customers', 'responses', 'invitations'])
    .orderBy('id')
    .execute()
}

/** Removes a waiting file with what was recognised in it: its first lines stand there too. */
export async function removeWaitingFile(
  db: Database,
  { workspaceId, fileId }: { workspaceId: string; fileId: string },
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    for (const table of ['customerImport', 'responseImport', 'invitationUpload'] as const)
      await tx.deleteFrom(table).where('workspaceId', '=', workspaceId).where('fileId', '=', fileId).execute()
    await tx.deleteFrom('storedFile').where('workspaceId', '=', workspaceId).where('id', '=', fileId).execute()
  })
}

/** People of a study by label or key, for the page where somebody asks to be erased. */
export function findPeople(
  db: Database,
  { workspaceId, studyId, search, limit }: { workspaceId: string; studyId: string; search: string; limit: number },
) {
  const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`
  return db
    .selectFrom('respondent')
    .leftJoin('personKey', (join) =>
      join
        .onRef('personKey.personId', '=', 'respondent.personId')
        .onRef('personKey.workspaceId', '=', 'respondent.workspaceId'),
    )
    .select(['respondent.personId', 'respondent.label', 'personKey.key'])
    .where('respondent.workspaceId', '=', workspaceId)
    .where('respondent.studyId', '=', studyId)
    .$if(search !== '', (query) =>
      query.where((where) =>
        where.or([where('respondent.label', 'ilike', pattern), where('personKey.key', 'ilike', pattern)]),
      ),
    )
    .orderBy('respondent.label')
    .limit(limit)
    .execute()
}

/**
 * Whether each person of a study may be quoted: true and false as they (or the researcher's basis) said last;
 * a person who is absent never said, so their words stay inside.
 */
export async function quotingConsents(
  db: Database,
  { workspaceId, studyId }: { workspaceId: string; studyId: string },
): Promise<Map<string, boolean>> {
  const rows = await db
    .selectFrom('consent')
    .distinctOn('personId')
    .select(['personId', 'isGranted', 'basis'])
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .where('purpose', '=', 'quoting')
    .orderBy('personId')
    .orderBy('at', 'desc')
    .execute()
  return new Map(rows.map((row) => [row.personId, row.isGranted]))
}

/** Whether one person of a study agrees to be quoted, as they said last. */
export async function mayBeQuoted(
  db: Database,
  { workspaceId, studyId, personId }: { workspaceId: string; studyId: string; personId: string },
): Promise<boolean> {
  const row = await db
    .selectFrom('consent')
    .select('isGranted')
    .where('personId', '=', personId)
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .where('purpose', '=', 'quoting')
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.isGranted ?? false
}
