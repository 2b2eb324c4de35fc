import type { SignedInAccount } from '../http/access.ts'
import { formatDate } from '../http/format.ts'
import type { Colleague, Invitation, Role } from './colleagues-store.ts'
import { invitationDays } from './inviting.ts'
import { roles } from './schema.ts'

const meaning: Record<Role, string> = {
  owner: 'Owner: everything, and who works here',
  researcher: 'Researcher: everything but who works here',
  viewer: 'Viewer: reads everything, changes nothing',
}

/** Accounts and open links of a workspace; the forms are there for owners. */
export function colleaguesView({
  account,
  colleagues,
  invitations,
  now,
  typed,
}: {
  account: SignedInAccount
  colleagues: Colleague[]
  invitations: Invitation[]
  now: Date
  typed: Record<string, string>
}) {
  const isOwner = account.role === 'owner'
  return {
    isOwner,
    days: invitationDays,
    typedInvitee: typed.invitee ?? '',
    roleChoices: choices(typed.role ?? 'researcher'),
    colleagues: colleagues.map(({ id, name, email, role, createdAt, closedAt }) => ({
      id,
      name,
      email,
      isYou: id === account.accountId,
      role: nameOf(role),
      roleChoices: choices(role),
      since: formatDate(createdAt),
      closed: closedAt ? formatDate(closedAt) : '',
    })),
    invitations: invitations.map(({ id, invitee, role, accountId, accountName, expiresAt }) => ({
      id,
      invitee,
      what: accountId ? 'a new password' : `joins as ${nameOf(role).toLowerCase()}`,
      maker: accountName,
      state: expiresAt > now ? `Good until ${formatDate(expiresAt)}` : `Ended ${formatDate(expiresAt)}`,
    })),
  }
}

function choices(chosen: string) {
  return roles.map((role) => ({ role, label: meaning[role], name: nameOf(role), isChosen: role === chosen }))
}

function nameOf(role: Role): string {
  return meaning[role].split(':')[0]!
}
