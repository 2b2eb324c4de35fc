import type { Database } from '../database/connection.ts'
import { hashSecret, newId, newSecret } from '../ids.ts'
import { insertInvitation, type NewInvitation } from './colleagues-store.ts'

/** Days a link to join, or to choose a new password, is good for. */
export const invitationDays = 7

/** Makes a link that works once and returns its path, which holds the secret: only its hash is kept. */
export async function invite(
  db: Database,
  invitation: Omit<NewInvitation, 'invitationId' | 'secretHash' | 'expiresAt'>,
): Promise<string> {
  const secret = newSecret()
  const expiresAt = new Date(invitation.at.getTime() + invitationDays * 86_400_000)
  await insertInvitation(db, { ...invitation, invitationId: newId(), secretHash: hashSecret(secret), expiresAt })
  return `/join/${secret}`
}
