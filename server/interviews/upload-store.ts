import type { Database } from '../database/connection.ts'
import type { StudyKey } from '../studies/store.ts'

export type UploadKey = StudyKey & { uploadId: string }

export interface UploadFileRow {
  position: number
  name: string
  fileId: string | null
  state: 'waiting' | 'kept' | 'refused'
  documents: number
  reason: string
}

/** Notes files that arrived, in their order, before anybody has looked into them. */
export async function insertUploadFiles(
  db: Database,
  { workspaceId, studyId, uploadId }: UploadKey,
  files: { name: string; fileId: string | null; reason: string }[],
): Promise<void> {
  await db
    .insertInto('documentUploadFile')
    .values(
      files.map(({ name, fileId, reason }, position) => ({
        uploadId,
        position,
        workspaceId,
        studyId,
        name,
        fileId,
        state: fileId === null ? 'refused' : 'waiting',
        reason,
      })),
    )
    .execute()
}

/** Files of one upload in the order they came. */
export function uploadFiles(db: Database, { workspaceId, studyId, uploadId }: UploadKey): Promise<UploadFileRow[]> {
  return db
    .selectFrom('documentUploadFile')
    .select(['position', 'name', 'fileId', 'state', 'documents', 'reason'])
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .where('uploadId', '=', uploadId)
    .orderBy('position')
    .execute()
}

/** Says what became of one file. A refused file keeps no bytes: its own row of bytes is deleted by the caller. */
export async function finishUploadFile(
  db: Database,
  {
    workspaceId,
    uploadId,
    position,
    ...end
  }: UploadKey & { position: number; state: 'kept' | 'refused'; documents: number; reason: string },
): Promise<void> {
  const { state, documents, reason } = end
  await db
    .updateTable('documentUploadFile')
    .set({ state, documents, reason, ...(state === 'refused' ? { fileId: null } : {}) })
    .where('workspaceId', '=', workspaceId)
    .where('uploadId', '=', uploadId)
    .where('position', '=', position)
    .execute()
}

/** The newest upload of a study, whose files the list of interviews shows. */
export async function newestUploadId(db: Database, { workspaceId, studyId }: StudyKey): Promise<string | undefined> {
  const row = await db
    .selectFrom('documentUploadFile')
    .select('uploadId')
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .orderBy('uploadId', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.uploadId
}

/** Forgets refused files of earlier uploads: their names may name people, and nothing else would ever remove them. */
export async function forgetRefusedFiles(db: Database, { workspaceId, studyId, uploadId }: UploadKey): Promise<void> {
  await db
    .deleteFrom('documentUploadFile')
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .where('uploadId', '<>', uploadId)
    .where('state', '=', 'refused')
    .execute()
}

/** Whether the same bytes were kept before in this study, under whichever name. */
export async function isFileHere(
  db: Database,
  { workspaceId, studyId, fileId }: StudyKey & { fileId: string },
): Promise<boolean> {
  const row = await db
    .selectFrom('storedFile as mine')
    .innerJoin('storedFile as other', (join) =>
      join
        .onRef('other.sha256', '=', 'mine.sha256')
        .onRef('other.studyId', '=', 'mine.studyId')
        .onRef('other.workspaceId', '=', 'mine.workspaceId')
        .onRef('other.id', '<>', 'mine.id'),
    )
    .innerJoin('document', (join) =>
      join.onRef('document.fileId', '=', 'other.id').onRef('document.workspaceId', '=', 'other.workspaceId'),
    )
    .select('document.id')
    .where('mine.workspaceId', '=', workspaceId)
    .where('mine.studyId', '=', studyId)
    .where('mine.id', '=', fileId)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
