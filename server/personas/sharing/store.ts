import type { Database } from '../../database/connection.ts'
import type { PersonaSetKey } from '../store.ts'

export interface NewShareLink extends PersonaSetKey {
  linkId: string
  secretHash: Buffer
  reader: string
  accountName: string
  expiresAt: Date
  at: Date
}

export async function insertShareLink(db: Database, link: NewShareLink): Promise<void> {
  await db
    .insertInto('shareLink')
    .values({
      id: link.linkId,
      workspaceId: link.workspaceId,
      personaSetId: link.personaSetId,
      secretHash: link.secretHash,
      reader: link.reader,
      accountName: link.accountName,
      createdAt: link.at,
      expiresAt: link.expiresAt,
    })
    .execute()
}

/** Links of a set, newest first. Their secrets are nowhere. */
export function linksOfSet(db: Database, { workspaceId, personaSetId }: PersonaSetKey) {
  return db
    .selectFrom('shareLink')
    .select(['id', 'reader', 'accountName', 'createdAt', 'expiresAt', 'revokedAt', 'lastUsedOn'])
    .where('workspaceId', '=', workspaceId)
    .where('personaSetId', '=', personaSetId)
    .orderBy('id', 'desc')
    .execute()
}

export type ShareLink = Awaited<ReturnType<typeof linksOfSet>>[number]

/** Takes a link back. Returns false when the set has no such link; one taken back before keeps its first date. */
export async function revokeLink(
  db: Database,
  { workspaceId, personaSetId, linkId, at }: PersonaSetKey & { linkId: string; at: Date },
): Promise<boolean> {
  const row = await db
    .updateTable('shareLink')
    .set((update) => ({ revokedAt: update.fn.coalesce('revokedAt', update.val(at)) }))
    .where('workspaceId', '=', workspaceId)
    .where('personaSetId', '=', personaSetId)
    .where('id', '=', linkId)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** The link a secret opens, in whatever workspace: the secret is what proves that its holder may read. */
export function findLinkBySecret(db: Database, secretHash: Buffer) {
  return db
    .selectFrom('shareLink')
    .innerJoin('workspace', 'workspace.id', 'shareLink.workspaceId')
    .select([
      'shareLink.id',
      'shareLink.workspaceId',
      'shareLink.personaSetId',
      'shareLink.expiresAt',
      'shareLink.revokedAt',
      'workspace.name as workspaceName',
    ])
    .where('shareLink.secretHash', '=', secretHash)
    .executeTakeFirst()
}

/** Keeps the day a link was last used on, and nothing else about its use. */
export async function markUsed(
  db: Database,
  { workspaceId, linkId, day }: { workspaceId: string; linkId: string; day: string },
): Promise<void> {
  await db
    .updateTable('shareLink')
    .set({ lastUsedOn: day })
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', linkId)
    .execute()
}
