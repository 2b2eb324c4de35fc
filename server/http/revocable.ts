import { formatDate } from './format.ts'

/** A link for readers or a key for programs: it ends by itself, can be taken back before, and of its use the last day is kept. */
interface Revocable {
  expiresAt: Date
  revokedAt: Date | null
  /** YYYY-MM-DD */
  lastUsedOn: string | null
}

/** Whether a link or key still opens anything, and how it stands and was last used in words. */
export function revocableView({ expiresAt, revokedAt, lastUsedOn }: Revocable, now: Date) {
  const isOpen = revokedAt === null && expiresAt > now
  return {
    isOpen,
    state: revokedAt
      ? `Taken back ${formatDate(revokedAt)}`
      : `${isOpen ? 'Open until' : 'Ended'} ${formatDate(expiresAt)}`,
    lastUsed: lastUsedOn ? formatDate(new Date(`${lastUsedOn}T00:00:00Z`)) : 'never',
  }
}
