import type { Database } from '../database/connection.ts'

export interface NewAccessKey {
  keyId: string
  workspaceId: string
  secretHash: Buffer
  holder: string
  accountName: string
  at: Date
  expiresAt: Date
}

export async function insertAccessKey(db: Database, key: NewAccessKey): Promise<void> {
  await db
    .insertInto('accessKey')
    .values({
      id: key.keyId,
      workspaceId: key.workspaceId,
      secretHash: key.secretHash,
      holder: key.holder,
      accountName: key.accountName,
      createdAt: key.at,
      expiresAt: key.expiresAt,
    })
    .execute()
}

/** Keys of a workspace, newest first. Their secrets are nowhere. */
export function accessKeysOf(db: Database, workspaceId: string) {
  return db
    .selectFrom('accessKey')
    .select(['id', 'holder', 'accountName', 'createdAt', 'expiresAt', 'revokedAt', 'lastUsedOn'])
    .where('workspaceId', '=', workspaceId)
    .orderBy('id', 'desc')
    .execute()
}

export type AccessKey = Awaited<ReturnType<typeof accessKeysOf>>[number]

/** Takes a key back. Returns false when the workspace has no such key; one taken back before keeps its first date. */
export async function revokeAccessKey(
  db: Database,
  { workspaceId, keyId, at }: { workspaceId: string; keyId: string; at: Date },
): Promise<boolean> {
  const row = await db
    .updateTable('accessKey')
    .set((update) => ({ revokedAt: update.fn.coalesce('revokedAt', update.val(at)) }))
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', keyId)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** The workspace that an open key reads, and notes the day: across workspaces, because the key itself says which. */
export async function findReaderByKey(
  db: Database,
  { secretHash, at }: { secretHash: Buffer; at: Date },
): Promise<{ workspaceId: string; workspaceName: string } | undefined> {
  const found = await db
    .selectFrom('accessKey')
    .innerJoin('workspace', 'workspace.id', 'accessKey.workspaceId')
    .select(['accessKey.id', 'accessKey.workspaceId', 'accessKey.lastUsedOn', 'workspace.name as workspaceName'])
    .where('accessKey.secretHash', '=', secretHash)
    .where('accessKey.expiresAt', '>', at)
    .where('accessKey.revokedAt', 'is', null)
    .executeTakeFirst()
  if (!found) return undefined
  const { id, workspaceId, workspaceName, lastUsedOn } = found
  const day = at.toISOString().slice(0, 10)
  // Once a day, so that reading stays reading.
  if (lastUsedOn !== day)
    await db
      .updateTable('accessKey')
      .set({ lastUsedOn: day })
      .where('workspaceId', '=', workspaceId)
      .where('id', '=', id)
      .execute()
  return { workspaceId, workspaceName }
}
