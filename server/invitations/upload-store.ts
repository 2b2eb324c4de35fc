import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { SurveyKey } from '../surveys/store.ts'
import type { PeopleColumn } from './people-file.ts'

export interface RefusedPerson {
  line: number
  reason: string
}

/** What was recognised in a list of people before anything of it is kept. */
export interface UploadProposal {
  columns: PeopleColumn[]
  /** The first lines, for the person who confirms; gone once the list is read. */
  sample: string[][]
  read: number
  usable: number
}

export interface InvitationUpload {
  id: string
  fileId: string | null
  fileName: string
  state: 'proposed' | 'importing' | 'done' | 'failed'
  proposal: UploadProposal
  basis: string
  readCount: number
  keptCount: number
  refusedCount: number
  refused: RefusedPerson[]
  message: string | null
  createdAt: Date
}

type UploadKey = SurveyKey & { uploadId: string }

export async function insertUpload(
  db: Database,
  row: UploadKey & {
    fileId: string
    fileName: string
    proposal: UploadProposal
    refused: RefusedPerson[]
    refusedCount: number
    at: Date
  },
): Promise<void> {
  await db
    .insertInto('invitationUpload')
    .values({
      id: row.uploadId,
      workspaceId: row.workspaceId,
      surveyId: row.surveyId,
      fileId: row.fileId,
      fileName: row.fileName,
      state: 'proposed',
      proposal: JSON.stringify(row.proposal),
      refused: JSON.stringify(row.refused),
      refusedCount: row.refusedCount,
      createdAt: row.at,
    })
    .execute()
}

/** The survey's lists, newest first. */
export async function uploadsOf(db: Database, { workspaceId, surveyId }: SurveyKey): Promise<InvitationUpload[]> {
  const rows = await uploads(db)
    .where('workspaceId', '=', workspaceId)
    .where('surveyId', '=', surveyId)
    .orderBy('id', 'desc')
    .limit(20)
    .execute()
  return rows as InvitationUpload[]
}

export async function findUpload(
  db: Database,
  { workspaceId, surveyId, uploadId }: UploadKey,
): Promise<InvitationUpload | undefined> {
  const row = await uploads(db)
    .where('workspaceId', '=', workspaceId)
    .where('surveyId', '=', surveyId)
    .where('id', '=', uploadId)
    .executeTakeFirst()
  return row as InvitationUpload | undefined
}

function uploads(db: Database) {
  return db
    .selectFrom('invitationUpload')
    .select([
      'id',
      'fileId',
      'fileName',
      'state',
      'proposal',
      'basis',
      'readCount',
      'keptCount',
      'refusedCount',
      'refused',
      'message',
      'createdAt',
    ])
}

/** Confirms a waiting list with what its columns are. @returns whether it still waited */
export async function confirmUpload(
  db: Database,
  { workspaceId, surveyId, uploadId, columns, basis }: UploadKey & { columns: PeopleColumn[]; basis: string },
): Promise<boolean> {
  const row = await db
    .updateTable('invitationUpload')
    .set({
      state: 'importing',
      basis,
      proposal: sql<string>`jsonb_set(proposal, '{columns}', ${JSON.stringify(columns)}::jsonb)`,
    })
    .where('workspaceId', '=', workspaceId)
    .where('surveyId', '=', surveyId)
    .where('id', '=', uploadId)
    .where('state', '=', 'proposed')
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export async function finishUpload(
  db: Database,
  end: UploadKey & {
    state: 'done' | 'failed'
    read: number
    kept: number
    refused: RefusedPerson[]
    refusedCount: number
    message: string | null
  },
): Promise<void> {
  await db
    .updateTable('invitationUpload')
    .set({
      state: end.state,
      // The first lines are people's data: of no use once the list is read, and out of an erasure's reach.
      proposal: sql<string>`jsonb_set(proposal, '{sample}', '[]')`,
      fileId: null,
      readCount: end.read,
      keptCount: end.kept,
      refusedCount: end.refusedCount,
      refused: JSON.stringify(end.refused),
      message: end.message,
    })
    .where('workspaceId', '=', end.workspaceId)
    .where('surveyId', '=', end.surveyId)
    .where('id', '=', end.uploadId)
    .execute()
}

/** Forgets a list that waits, or that is done. */
export async function deleteUpload(db: Database, { workspaceId, surveyId, uploadId }: UploadKey): Promise<void> {
  await db
    .deleteFrom('invitationUpload')
    .where('workspaceId', '=', workspaceId)
    .where('surveyId', '=', surveyId)
    .where('id', '=', uploadId)
    .where('state', '!=', 'importing')
    .execute()
}
