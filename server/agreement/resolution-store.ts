import type { Database } from '../database/connection.ts'
import { newId } from '../ids.ts'
import type { CodedDocumentKey } from './coding-store.ts'
import type { RoundKey } from './round-store.ts'

export type ResolutionChoice = 'first' | 'second' | 'both' | 'neither' | 'other'

/** What was decided on a unit on which the coders differed. */
export interface Resolution {
  personId: string
  documentId: string
  start: number
  end: number
  choice: ResolutionChoice
  /** Labels that the unit has from then on. */
  labels: string[]
  resolvedBy: string
  resolvedAt: Date
}

/** Every decision of the round, oldest first: of several on one unit the last one counts, the others are its history. */
export async function resolutionsOfRound(db: Database, { workspaceId, roundId }: RoundKey): Promise<Resolution[]> {
  const rows = await db
    .selectFrom('codingResolution')
    .select([
      'personId',
      'documentId',
      'startCodePoint as start',
      'endCodePoint as end',
      'choice',
      'labels',
      'resolvedBy',
      'resolvedAt',
    ])
    .where('workspaceId', '=', workspaceId)
    .where('roundId', '=', roundId)
    .orderBy('id')
    .execute()
  return rows as Resolution[]
}

export async function insertResolution(
  tx: Database,
  resolution: CodedDocumentKey & Omit<Resolution, 'personId' | 'documentId'>,
): Promise<void> {
  await tx
    .insertInto('codingResolution')
    .values({
      personId: resolution.personId,
      id: newId(),
      workspaceId: resolution.workspaceId,
      roundId: resolution.roundId,
      documentId: resolution.documentId,
      startCodePoint: resolution.start,
      endCodePoint: resolution.end,
      choice: resolution.choice,
      labels: JSON.stringify(resolution.labels),
      resolvedBy: resolution.resolvedBy,
      resolvedAt: resolution.resolvedAt,
    })
    .execute()
}
