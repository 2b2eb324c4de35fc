import type { Database } from '../../database/connection.ts'
import type { StudyKey } from '../../studies/store.ts'

const keptMilliseconds = 24 * 3_600_000

/** An uploaded codebook that waits to be confirmed. */
export function findCodebookFile(
  db: Database,
  { workspaceId, studyId, fileId }: StudyKey & { fileId: string },
): Promise<{ id: string; name: string } | undefined> {
  return db
    .selectFrom('storedFile')
    .select(['id', 'name'])
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .where('purpose', '=', 'codebook')
    .where('id', '=', fileId)
    .executeTakeFirst()
}

/** Removes uploaded codebooks that nobody confirmed within a day. */
export async function forgetOldCodebookFiles(
  db: Database,
  { workspaceId, studyId, at }: StudyKey & { at: Date },
): Promise<void> {
  await db
    .deleteFrom('storedFile')
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .where('purpose', '=', 'codebook')
    .where('createdAt', '<', new Date(at.getTime() - keptMilliseconds))
    .execute()
}
