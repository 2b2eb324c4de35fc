import { sql } from 'kysely'
import type { Database } from '../database/connection.ts'
import type { SignedInAccount } from '../http/access.ts'

export type Role = SignedInAccount['role']

/** Everybody who has or had an account here, the open ones first, in the order they came. */
export function colleaguesOf(db: Database, workspaceId: string) {
  return db
    .selectFrom('account')
    .select(['id', 'name', 'email', 'role', 'createdAt', 'closedAt'])
    .where('workspaceId', '=', workspaceId)
    .orderBy(sql`closed_at is not null`)
    .orderBy('id')
    .execute()
}

export type Colleague = Awaited<ReturnType<typeof colleaguesOf>>[number]

export interface NewInvitation {
  invitationId: string
  workspaceId: string
  secretHash: Buffer
  invitee: string
  role: Role
  /** Lets this account choose a new password instead of making one. */
  accountId: string | null
  accountName: string
  at: Date
  expiresAt: Date
}

/** Keeps an invitation. One for an account replaces what that account was sent before, so that one link at most is good. */
export async function insertInvitation(db: Database, invitation: NewInvitation): Promise<void> {
  const { invitationId, workspaceId, accountId, at } = invitation
  await db.transaction().execute(async (tx) => {
    if (accountId !== null)
      await tx
        .deleteFrom('accountInvitation')
        .where('workspaceId', '=', workspaceId)
        .where('accountId', '=', accountId)
        .execute()
    await tx
      .insertInto('accountInvitation')
      .values({
        id: invitationId,
        workspaceId,
        secretHash: invitation.secretHash,
        invitee: invitation.invitee,
        role: invitation.role,
        accountId,
        accountName: invitation.accountName,
        createdAt: at,
        expiresAt: invitation.expiresAt,
      })
      .execute()
  })
}

export function invitationsOf(db: Database, workspaceId: string) {
  return db
    .selectFrom('accountInvitation')
    .select(['id', 'invitee', 'role', 'accountId', 'accountName', 'createdAt', 'expiresAt'])
    .where('workspaceId', '=', workspaceId)
    .orderBy('id')
    .execute()
}

export type Invitation = Awaited<ReturnType<typeof invitationsOf>>[number]

/** Takes an invitation back. Returns false when the workspace has no such one. */
export async function deleteInvitation(
  db: Database,
  { workspaceId, invitationId }: { workspaceId: string; invitationId: string },
): Promise<boolean> {
  const row = await db
    .deleteFrom('accountInvitation')
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', invitationId)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** What a link offers, by its secret: across workspaces, because whoever holds it belongs to none yet. */
export function findInvitation(db: Database, { secretHash, at }: { secretHash: Buffer; at: Date }) {
  return db
    .selectFrom('accountInvitation')
    .innerJoin('workspace', 'workspace.id', 'accountInvitation.workspaceId')
    .leftJoin('account', (join) =>
      join
        .onRef('account.id', '=', 'accountInvitation.accountId')
        .onRef('account.workspaceId', '=', 'accountInvitation.workspaceId'),
    )
    .select([
      'accountInvitation.id',
      'accountInvitation.workspaceId',
      'accountInvitation.role',
      'accountInvitation.accountId',
      'accountInvitation.accountName',
      'workspace.name as workspaceName',
      'account.email',
    ])
    .where('accountInvitation.secretHash', '=', secretHash)
    .where('accountInvitation.expiresAt', '>', at)
    .executeTakeFirst()
}

/**
 * Makes the account that an invitation promises and spends the invitation.
 * @returns 'spent' when somebody used it first, 'taken' when the address has an account already
 */
export async function acceptInvitation(
  db: Database,
  given: {
    workspaceId: string
    invitationId: string
    role: Role
    accountId: string
    email: string
    name: string
    passwordHash: string
    at: Date
  },
): Promise<'made' | 'spent' | 'taken'> {
  return db.transaction().execute(async (tx) => {
    // The lock decides between two people at once: the second waits and then finds the invitation gone.
    const invitation = await tx
      .selectFrom('accountInvitation')
      .select('id')
      .where('workspaceId', '=', given.workspaceId)
      .where('id', '=', given.invitationId)
      .forUpdate()
      .executeTakeFirst()
    if (!invitation) return 'spent'
    const made = await tx
      .insertInto('account')
      .values({
        id: given.accountId,
        workspaceId: given.workspaceId,
        email: given.email,
        name: given.name,
        passwordHash: given.passwordHash,
        role: given.role,
        createdAt: given.at,
      })
      .onConflict((conflict) => conflict.column('email').doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!made) return 'taken'
    await deleteInvitation(tx, given)
    return 'made'
  })
}

interface NewPassword {
  workspaceId: string
  accountId: string
  passwordHash: string
}

/** Sets a password, opens the account's sign-in again and ends every session of it. */
export async function changePassword(db: Database, change: NewPassword): Promise<void> {
  await db.transaction().execute((tx) => setPassword(tx, change))
}

/** Spends the invitation and sets the password of its account. Returns false when somebody used it first. */
export async function renewPassword(db: Database, change: NewPassword & { invitationId: string }): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    if (!(await deleteInvitation(tx, change))) return false
    await setPassword(tx, change)
    return true
  })
}

async function setPassword(tx: Database, { workspaceId, accountId, passwordHash }: NewPassword): Promise<void> {
  await tx
    .updateTable('account')
    .set({ passwordHash, failedSignIns: 0, lockedUntil: null })
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', accountId)
    .execute()
  await endSessionsOf(tx, { workspaceId, accountId })
}

export async function renameAccount(
  db: Database,
  { workspaceId, accountId, name }: { workspaceId: string; accountId: string; name: string },
): Promise<void> {
  await db
    .updateTable('account')
    .set({ name })
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', accountId)
    .execute()
}

/** One open account of a workspace with what its own page needs. */
export function ownAccount(db: Database, { workspaceId, accountId }: { workspaceId: string; accountId: string }) {
  return db
    .selectFrom('account')
    .select(['name', 'email', 'role', 'passwordHash'])
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow()
}

/**
 * Gives an account another role, or closes or reopens it. Closing ends its sessions and takes its links for a new password back.
 * @returns 'unknown' when the workspace has no such account, 'last_owner' when nobody would be left who owns it
 */
export async function changeAccount(
  db: Database,
  {
    workspaceId,
    accountId,
    change,
  }: { workspaceId: string; accountId: string; change: { role: Role } | { closedAt: Date | null } },
): Promise<'changed' | 'unknown' | 'last_owner'> {
  return db.transaction().execute(async (tx) => {
    // The owners' rows are locked, so that two owners cannot close each other in the same moment.
    const owners = await tx
      .selectFrom('account')
      .select('id')
      .where('workspaceId', '=', workspaceId)
      .where('role', '=', 'owner')
      .where('closedAt', 'is', null)
      .orderBy('id')
      .forUpdate()
      .execute()
    const staysOwner = 'role' in change ? change.role === 'owner' : change.closedAt === null
    if (!staysOwner && owners.length === 1 && owners[0]!.id === accountId) return 'last_owner'
    const changed = await tx
      .updateTable('account')
      .set(change)
      .where('workspaceId', '=', workspaceId)
      .where('id', '=', accountId)
      .returning('id')
      .executeTakeFirst()
    if (!changed) return 'unknown'
    if ('closedAt' in change && change.closedAt !== null) {
      await endSessionsOf(tx, { workspaceId, accountId })
      await tx
        .deleteFrom('accountInvitation')
        .where('workspaceId', '=', workspaceId)
        .where('accountId', '=', accountId)
        .execute()
    }
    return 'changed'
  })
}

async function endSessionsOf(
  db: Database,
  { workspaceId, accountId }: { workspaceId: string; accountId: string },
): Promise<void> {
  await db.deleteFrom('session').where('workspaceId', '=', workspaceId).where('accountId', '=', accountId).execute()
}
