import { formatDate } from '../http/format.ts'
import { revocableView } from '../http/revocable.ts'
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
      const { isOpen, ...standing } = revocableView(key, now)
      return {
        id: key.id,
        holder: key.holder,
        maker: `${key.accountName}, ${formatDate(key.createdAt)}`,
        ...standing,
        canRevoke: isOpen && isOwner,
      }
    }),
  }
}
