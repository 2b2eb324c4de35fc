import type { Database } from '../database/connection.ts'
import { hashSecret, newSecret } from '../ids.ts'
import { TooManySignIns } from './errors.ts'
import { nobodysPassword, passwordMatches } from './password.ts'
import { createSession, findAccountByEmail, recordFailedSignIn } from './store.ts'

const failuresBeforeLock = 5
const lockMinutes = 15
export const sessionDays = 30

/**
 * A new session's token for the right address and password, or null for a wrong pair.
 * Five wrong passwords in a row close the account's sign-in for a quarter of an hour.
 * @throws {TooManySignIns} while it is closed
 */
export async function signIn(
  db: Database,
  given: { email: string; password: string; at: Date },
): Promise<string | null> {
  const account = await findAccountByEmail(db, given.email)
  if (account?.lockedUntil && account.lockedUntil > given.at) throw new TooManySignIns(lockMinutes)
  const isRight = await passwordMatches(given.password, account?.passwordHash ?? nobodysPassword)
  if (!account) return null
  if (!isRight) {
    const failedSignIns = account.failedSignIns + 1
    const isLocked = failedSignIns >= failuresBeforeLock
    await recordFailedSignIn(db, {
      workspaceId: account.workspaceId,
      accountId: account.id,
      failedSignIns: isLocked ? 0 : failedSignIns,
      lockedUntil: isLocked ? later(given.at, { minutes: lockMinutes }) : null,
    })
    return null
  }
  return openSession(db, { workspaceId: account.workspaceId, accountId: account.id, at: given.at })
}

export async function openSession(
  db: Database,
  account: { workspaceId: string; accountId: string; at: Date },
): Promise<string> {
  const token = newSecret()
  const expiresAt = later(account.at, { minutes: sessionDays * 24 * 60 })
  await createSession(db, { ...account, tokenHash: hashSecret(token), expiresAt })
  return token
}

function later(at: Date, { minutes }: { minutes: number }): Date {
  return new Date(at.getTime() + minutes * 60_000)
}
