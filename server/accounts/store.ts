import type { Database } from '../database/connection.ts'
import type { SignedInAccount } from '../http/access.ts'

export async function ownerExists(db: Database): Promise<boolean> {
  const owner = await db.selectFrom('account').select('id').where('role', '=', 'owner').limit(1).executeTakeFirst()
  return owner !== undefined
}

export async function saveSetupToken(db: Database, token: { tokenHash: Buffer; at: Date }): Promise<void> {
  await db.insertInto('setupToken').values({ tokenHash: token.tokenHash, createdAt: token.at }).execute()
}

/**
 * Makes the workspace and its owner and burns every set-up token, if this one is still good and nobody came first.
 * @returns whether it was made
 */
export async function createOwner(
  db: Database,
  owner: {
    tokenHash: Buffer
    workspaceId: string
    workspaceName: string
    accountId: string
    email: string
    name: string
    passwordHash: string
    at: Date
  },
): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    // Deleting is what claims the token: of two people at once, one deletes a row and the other deletes none.
    const claimed = await tx
      .deleteFrom('setupToken')
      .where('tokenHash', '=', owner.tokenHash)
      .returning('tokenHash')
      .executeTakeFirst()
    if (!claimed || (await ownerExists(tx))) return false
    await tx
      .insertInto('workspace')
      .values({ id: owner.workspaceId, name: owner.workspaceName, createdAt: owner.at })
      .execute()
    await tx
      .insertInto('account')
      .values({
        id: owner.accountId,
        workspaceId: owner.workspaceId,
        email: owner.email,
        name: owner.name,
        passwordHash: owner.passwordHash,
        role: 'owner',
        createdAt: owner.at,
      })
      .execute()
    await tx.deleteFrom('setupToken').execute()
    return true
  })
}

/** By address, across workspaces: at sign-in nobody has said yet which workspace they mean. */
export function findAccountByEmail(db: Database, email: string) {
  return db
    .selectFrom('account')
    .select(['id', 'workspaceId', 'passwordHash', 'failedSignIns', 'lockedUntil'])
    .where('email', '=', email)
    .where('closedAt', 'is', null)
    .executeTakeFirst()
}

export async function recordFailedSignIn(
  db: Database,
  failure: { workspaceId: string; accountId: string; failedSignIns: number; lockedUntil: Date | null },
): Promise<void> {
  await db
    .updateTable('account')
    .set({ failedSignIns: failure.failedSignIns, lockedUntil: failure.lockedUntil })
    .where('workspaceId', '=', failure.workspaceId)
    .where('id', '=', failure.accountId)
    .execute()
}

export async function createSession(
  db: Database,
  session: { tokenHash: Buffer; workspaceId: string; accountId: string; at: Date; expiresAt: Date },
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await tx
      .insertInto('session')
      .values({
        tokenHash: session.tokenHash,
        workspaceId: session.workspaceId,
        accountId: session.accountId,
        createdAt: session.at,
        expiresAt: session.expiresAt,
      })
      .execute()
    await tx
      .updateTable('account')
      .set({ failedSignIns: 0, lockedUntil: null })
      .where('workspaceId', '=', session.workspaceId)
      .where('id', '=', session.accountId)
      .execute()
    await tx
      .deleteFrom('session')
      .where('workspaceId', '=', session.workspaceId)
      .where('expiresAt', '<', session.at)
      .execute()
  })
}

export async function findAccountBySession(
  db: Database,
  session: { tokenHash: Buffer; at: Date },
): Promise<SignedInAccount | undefined> {
  return db
    .selectFrom('session')
    .innerJoin('account', (join) =>
      join.onRef('account.id', '=', 'session.accountId').onRef('account.workspaceId', '=', 'session.workspaceId'),
    )
    .innerJoin('workspace', 'workspace.id', 'account.workspaceId')
    .select([
      'account.id as accountId',
      'account.workspaceId',
      'workspace.name as workspaceName',
      'account.name',
      'account.role',
    ])
    .where('session.tokenHash', '=', session.tokenHash)
    .where('session.expiresAt', '>', session.at)
    .where('account.closedAt', 'is', null)
    .executeTakeFirst()
}

export async function endSession(db: Database, session: { workspaceId: string; tokenHash: Buffer }): Promise<void> {
  await db
    .deleteFrom('session')
    .where('workspaceId', '=', session.workspaceId)
    .where('tokenHash', '=', session.tokenHash)
    .execute()
}

/** A workspace without accounts: the command line's own. */
export async function createOwnWorkspace(
  db: Database,
  workspace: { workspaceId: string; name: string; at: Date },
): Promise<void> {
  await db
    .insertInto('workspace')
    .values({ id: workspace.workspaceId, name: workspace.name, createdAt: workspace.at })
    .execute()
}

/** Names of accounts by id, for what says who decided. */
export async function namesOfAccounts(
  db: Database,
  { workspaceId, accountIds }: { workspaceId: string; accountIds: string[] },
): Promise<Map<string, string>> {
  if (accountIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('account')
    .select(['id', 'name'])
    .where('workspaceId', '=', workspaceId)
    .where('id', 'in', accountIds)
    .execute()
  return new Map(rows.map(({ id, name }) => [id, name]))
}
