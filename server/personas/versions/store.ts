import { sql } from 'kysely'
import type { Database } from '../../database/connection.ts'
import type { StudyKey } from '../../studies/store.ts'
import type { Movement } from './match-personas.ts'

/** Every set of a study, newest first, with how many personas, people and open links it has. */
export async function setsOfStudy(db: Database, { workspaceId, studyId }: StudyKey) {
  return db
    .selectFrom('personaSet')
    .select((select) => [
      'personaSet.id',
      'personaSet.number',
      'personaSet.word',
      'personaSet.seed',
      'personaSet.dataHash',
      'personaSet.dataUntil',
      'personaSet.recountedAt',
      'personaSet.createdAt',
      select
        .selectFrom('persona')
        .whereRef('persona.personaSetId', '=', 'personaSet.id')
        .where('persona.workspaceId', '=', workspaceId)
        .select(select.fn.countAll<number>().as('count'))
        .as('personas'),
      select
        .selectFrom('claim')
        .whereRef('claim.personaSetId', '=', 'personaSet.id')
        .where('claim.workspaceId', '=', workspaceId)
        .where('claim.grade', '=', 'X')
        .select(select.fn.countAll<number>().as('count'))
        .as('disputed'),
    ])
    .where('personaSet.workspaceId', '=', workspaceId)
    .where('personaSet.studyId', '=', studyId)
    .orderBy('personaSet.number', 'desc')
    .execute()
}

export type SetInList = Awaited<ReturnType<typeof setsOfStudy>>[number]

/** Every decision about which set to use, newest first: the first is the one that holds. */
export function publicationsOfStudy(db: Database, { workspaceId, studyId }: StudyKey) {
  return db
    .selectFrom('publication')
    .select(['id', 'personaSetId', 'note', 'accountName', 'at'])
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .orderBy('id', 'desc')
    .execute()
}

export type Publication = Awaited<ReturnType<typeof publicationsOfStudy>>[number]

/** Id of the set that a study has published, or null. */
export async function publishedSetId(db: Database, { workspaceId, studyId }: StudyKey): Promise<string | null> {
  const row = await db
    .selectFrom('publication')
    .select('personaSetId')
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.personaSetId ?? null
}

/** The last set of a study before this number that holds personas, or null. */
export async function latestSetBefore(
  db: Database,
  { workspaceId, studyId }: StudyKey,
  number: number,
): Promise<string | null> {
  const row = await db
    .selectFrom('personaSet')
    .select('id')
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .where('number', '<', number)
    .where('word', '<>', 'none')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.id ?? null
}

/** The set in use of every study of a workspace that has said which, by the study's id. */
export async function publishedSetIds(db: Database, workspaceId: string): Promise<Map<string, string | null>> {
  const rows = await db
    .selectFrom('publication')
    .distinctOn('studyId')
    .select(['studyId', 'personaSetId'])
    .where('workspaceId', '=', workspaceId)
    .orderBy('studyId')
    .orderBy('id', 'desc')
    .execute()
  return new Map(rows.map(({ studyId, personaSetId }) => [studyId, personaSetId]))
}

export async function insertPublication(
  db: Database,
  publication: StudyKey & {
    publicationId: string
    personaSetId: string | null
    note: string
    accountName: string
    at: Date
  },
): Promise<void> {
  const { publicationId, ...row } = publication
  await db
    .insertInto('publication')
    .values({ id: publicationId, ...row })
    .execute()
}

/**
 * How many people stood where in one set and where in another. People known only from interviews are in no share, so not in here;
 * who is in one of the sets alone is absent from the other.
 */
export async function movementsBetween(
  db: Database,
  { workspaceId, before, after }: { workspaceId: string; before: string; after: string },
): Promise<Movement[]> {
  const placesOf = (personaSetId: string) => sql`(
    select person_id, case when status = 'member' then persona_key else status end as place
    from persona_membership
    where workspace_id = ${workspaceId} and persona_set_id = ${personaSetId} and status <> 'projected')`
  const { rows } = await sql<{ before: string | null; after: string | null; people: number }>`
    select one.place as "before", other.place as "after", count(*) as people
    from ${placesOf(before)} one full join ${placesOf(after)} other on other.person_id = one.person_id
    group by one.place, other.place order by one.place, other.place`.execute(db)
  return rows.map((row) => ({
    before: row.before ?? 'absent',
    after: row.after ?? 'absent',
    people: Number(row.people),
  }))
}
