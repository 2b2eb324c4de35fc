import { findAccountByEmail } from '../accounts/store.ts'
import { invitationDays, invite } from '../accounts/inviting.ts'
import { ownAccount } from '../accounts/colleagues-store.ts'
import { systemClock } from '../clock.ts'
import { readConfig } from '../config.ts'
import { BadInput, type Command, readFlags } from './command.ts'
import { withInstallation } from './installation.ts'

/**
 * `account password-link EMAIL`: a link by which an account of this installation gets a new password, for the owner who forgot theirs and
 * has nobody else to ask. Whoever can run it can read the database anyway.
 */
export const runAccount: Command = async (argv) => {
  const { positionals } = readFlags(argv, {})
  const [act, typed] = positionals
  if (act !== 'password-link' || typed === undefined)
    throw new BadInput('Say whose password is to be renewed: account password-link name@example.org.')
  const email = typed.trim().toLowerCase()
  const { host, port, publicAddress } = readConfig(process.env)
  return withInstallation(async ({ db }) => {
    const account = await findAccountByEmail(db, email)
    if (!account) throw new BadInput(`No open account has the address “${email}”.`)
    const { workspaceId, id: accountId } = account
    const { name, role } = await ownAccount(db, { workspaceId, accountId })
    const at = systemClock.now()
    const path = await invite(db, { workspaceId, accountId, invitee: name, role, accountName: 'The operator', at })
    return { email, link: `${publicAddress ?? `http://${host}:${port}`}${path}`, goodForDays: invitationDays }
  })
}
