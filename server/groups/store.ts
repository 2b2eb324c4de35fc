import type { Database } from '../database/connection.ts'
import { newId } from '../ids.ts'
import type { StudyKey } from '../studies/store.ts'

export interface Group {
  id: string
  name: string
}

export interface GroupKey {
  workspaceId: string
  groupId: string
}

/** A study's groups in the order they were made. */
export function groupsOfStudy(db: Database, { workspaceId, studyId }: StudyKey): Promise<Group[]> {
  return db
    .selectFrom('interviewGroup')
    .select(['id', 'name'])
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .orderBy('id')
    .execute()
}

export function findGroup(db: Database, { workspaceId, groupId }: GroupKey) {
  return db
    .selectFrom('interviewGroup')
    .select(['id', 'name', 'studyId'])
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', groupId)
    .executeTakeFirst()
}

/** Which group each person of a study is in; who is in none is absent. */
export async function groupOfPeople(db: Database, { workspaceId, studyId }: StudyKey): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('interviewGroupMember')
    .select(['personId', 'groupId'])
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .execute()
  return new Map(rows.map(({ personId, groupId }) => [personId, groupId]))
}

/** Makes a group at the end of the study's list; returns its id. */
export async function insertGroup(
  db: Database,
  { workspaceId, studyId, name, at }: StudyKey & { name: string; at: Date },
): Promise<string> {
  const id = newId()
  await db.insertInto('interviewGroup').values({ id, workspaceId, studyId, name, createdAt: at }).execute()
  return id
}

export async function renameGroup(db: Database, { workspaceId, groupId, name }: GroupKey & { name: string }) {
  await db
    .updateTable('interviewGroup')
    .set({ name })
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', groupId)
    .execute()
}

/** Removes a group; its people are in none then. */
export async function deleteGroup(db: Database, { workspaceId, groupId }: GroupKey): Promise<void> {
  await db.deleteFrom('interviewGroup').where('workspaceId', '=', workspaceId).where('id', '=', groupId).execute()
}

/** Puts people where they were moved to: into a group, or out of any (null). */
export async function movePeople(
  db: Database,
  { workspaceId, studyId }: StudyKey,
  moves: { personId: string; groupId: string | null }[],
): Promise<void> {
  if (moves.length === 0) return
  await db.transaction().execute(async (tx) => {
    await tx
      .deleteFrom('interviewGroupMember')
      .where('workspaceId', '=', workspaceId)
      .where('studyId', '=', studyId)
      .where(
        'personId',
        'in',
        moves.map(({ personId }) => personId),
      )
      .execute()
    const placed = moves.flatMap(({ personId, groupId }) =>
      groupId === null ? [] : [{ personId, studyId, workspaceId, groupId }],
    )
    if (placed.length > 0) await tx.insertInto('interviewGroupMember').values(placed).execute()
  })
}

/** Puts new groups in the place of all that were there. */
export async function replaceGroups(
  db: Database,
  { workspaceId, studyId, at }: StudyKey & { at: Date },
  groups: { name: string; personIds: string[] }[],
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await tx
      .deleteFrom('interviewGroup')
      .where('workspaceId', '=', workspaceId)
      .where('studyId', '=', studyId)
      .execute()
    for (const { name, personIds } of groups) {
      const groupId = await insertGroup(tx, { workspaceId, studyId, name, at })
      const rows = personIds.map((personId) => ({ personId, studyId, workspaceId, groupId }))
      if (rows.length > 0) await tx.insertInto('interviewGroupMember').values(rows).execute()
    }
  })
}
