import type { Database } from '../database/connection.ts'

/** The segments in which a person stands, one a family. */
export function segmentsOfPerson(
  db: Database,
  { workspaceId, personId }: { workspaceId: string; personId: string },
): Promise<{ familyId: string; family: string; segment: string }[]> {
  return db
    .selectFrom('segmentMembership')
    .innerJoin('segmentFamily', (join) =>
      join
        .onRef('segmentFamily.id', '=', 'segmentMembership.familyId')
        .onRef('segmentFamily.workspaceId', '=', 'segmentMembership.workspaceId'),
    )
    .select(['segmentFamily.id as familyId', 'segmentFamily.name as family', 'segmentMembership.segment'])
    .where('segmentMembership.workspaceId', '=', workspaceId)
    .where('segmentMembership.personId', '=', personId)
    .orderBy('segmentFamily.name')
    .execute()
}
