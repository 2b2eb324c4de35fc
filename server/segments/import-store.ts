import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { StudyKey } from '../studies/store.ts'
import type { CustomerFileKind, CustomerFileProposal } from './recognise-customer-file.ts'

export interface CustomerImportRow {
  id: string
  fileId: string | null
  fileName: string
  kind: CustomerFileKind
  state: 'proposed' | 'importing' | 'done' | 'failed'
  proposal: CustomerFileProposal
  timeZone: string
  readCount: number
  keptCount: number
  refusedCount: number
  refused: { line: number; reason: string }[]
  message: string | null
}

export async function insertCustomerImport(
  db: Database,
  row: StudyKey & { importId: string; fileId: string; fileName: string; proposal: CustomerFileProposal; at: Date },
): Promise<void> {
  await db
    .insertInto('customerImport')
    .values({
      id: row.importId,
      workspaceId: row.workspaceId,
      studyId: row.studyId,
      fileId: row.fileId,
      fileName: row.fileName,
      kind: row.proposal.kind,
      state: 'proposed',
      proposal: JSON.stringify(row.proposal),
      createdAt: row.at,
    })
    .execute()
}

/** The study's customer files, newest first. */
export async function customerImports(db: Database, { workspaceId, studyId }: StudyKey): Promise<CustomerImportRow[]> {
  const rows = await db
    .selectFrom('customerImport')
    .select([
      'id',
      'fileId',
      'fileName',
      'kind',
      'state',
      'proposal',
      'timeZone',
      'readCount',
      'keptCount',
      'refusedCount',
      'refused',
      'message',
    ])
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .orderBy('id', 'desc')
    .limit(60)
    .execute()
  return rows as CustomerImportRow[]
}

/** Confirms a waiting file as what the researcher says it is. @returns whether it still waited */
export async function confirmCustomerImport(
  db: Database,
  {
    workspaceId,
    studyId,
    importId,
    kind,
    timeZone,
  }: StudyKey & { importId: string; kind: CustomerFileKind; timeZone: string },
): Promise<boolean> {
  const row = await db
    .updateTable('customerImport')
    .set({ state: 'importing', kind, timeZone })
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .where('id', '=', importId)
    .where('state', '=', 'proposed')
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export async function finishCustomerImport(
  db: Database,
  end: StudyKey & {
    importId: string
    state: 'done' | 'failed'
    read: number
    kept: number
    refused: { line: number; reason: string }[]
    refusedCount: number
    message: string
  },
): Promise<void> {
  await db
    .updateTable('customerImport')
    .set({
      state: end.state,
      // The first lines are people's data: of no use once the file is read, and out of an erasure's reach.
      proposal: sql`jsonb_set(proposal, '{sample}', '[]')`,
      readCount: end.read,
      keptCount: end.kept,
      refusedCount: end.refusedCount,
      refused: JSON.stringify(end.refused),
      message: end.message,
    })
    .where('workspaceId', '=', end.workspaceId)
    .where('studyId', '=', end.studyId)
    .where('id', '=', end.importId)
    .execute()
}

/** Forgets a file that was never imported. */
export async function deleteCustomerImport(
  db: Database,
  { workspaceId, studyId, importId }: StudyKey & { importId: string },
): Promise<void> {
  await db
    .deleteFrom('customerImport')
    .where('workspaceId', '=', workspaceId)
    .where('studyId', '=', studyId)
    .where('id', '=', importId)
    .where('state', '=', 'proposed')
    .execute()
}
