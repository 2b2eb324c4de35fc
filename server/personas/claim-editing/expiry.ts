/** Months after its data that a line is held for current: past them, people are likely to have changed. */
export const monthsCurrent = 12

/**
 * When a line should be looked at again: the date somebody set, or a year after the newest answer behind the set (after the set
 * itself, where answers carry no dates).
 */
export function reviewDateOf(
  { reviewBy }: { reviewBy?: Date },
  { dataUntil, createdAt }: { dataUntil: Date | null; createdAt: Date },
): Date {
  return reviewBy ?? monthsAfter(dataUntil ?? createdAt, monthsCurrent)
}

export function isDue(
  claim: { reviewBy?: Date },
  set: { dataUntil: Date | null; createdAt: Date },
  now: Date,
): boolean {
  return reviewDateOf(claim, set) <= now
}

/** On a page, where there is a clock: how many of its lines are past their day; '' while none is. */
export function overdueText(lines: { reviewDate: Date }[], now: Date): string {
  const past = lines.filter(({ reviewDate }) => reviewDate <= now).length
  if (past === 0) return ''
  return `${past} of ${lines.length} lines ${past === 1 ? 'is' : 'are'} past the day by which to look again.`
}

/** The same day so many months later, or the month's last where it has no such day. */
export function monthsAfter(date: Date, months: number): Date {
  const later = new Date(date)
  later.setUTCDate(1)
  later.setUTCMonth(later.getUTCMonth() + months)
  const lastDay = new Date(Date.UTC(later.getUTCFullYear(), later.getUTCMonth() + 1, 0)).getUTCDate()
  later.setUTCDate(Math.min(date.getUTCDate(), lastDay))
  return later
}
