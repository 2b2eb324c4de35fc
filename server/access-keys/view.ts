import { formatDate } from '../http/format.ts'
import type { AccessKey } from './store.ts'
import { keyDays } from './schema.ts'

/** Keys with their state, and the form for a new one. */
export function accessKeysView(
  keys: AccessKey[],
  { now, isOwner, typed }: { now: Date; isOwner: boolean; typed: Record<string, string> },
) {
  return {
    isOwner,
    typedHolder: typed.holder ?? '',
    days: keyDays.map((days) => ({ days, isChosen: (typed.days ?? '90') === days })),
    keys: keys.map((key) => {
      const isOpen = key.revokedAt === null && key.expiresAt > now
      return {
        id: key.id,
        holder: key.holder,
        maker: `${key.accountName}, ${formatDate(key.createdAt)}`,
        state: key.revokedAt
          ? `Taken back ${formatDate(key.revokedAt)}`
          : `${isOpen ? 'Open until' : 'Ended'} ${formatDate(key.expiresAt)}`,
        lastUsed: key.lastUsedOn ? formatDate(new Date(`${key.lastUsedOn}T00:00:00Z`)) : 'never',
        canRevoke: isOpen && isOwner,
      }
    }),
  }
}
