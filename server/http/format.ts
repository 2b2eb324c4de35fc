/** 12 May 2026, in UTC: one page shows one date wherever it is read. */
export function formatDate(date: Date): string {
  return date.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
}

/** 1,204 */
export function formatCount(count: number): string {
  return count.toLocaleString('en-GB')
}

/** A fraction as whole percent with a narrow no-break space before the sign: 27 %. */
export function formatPercent(share: number): string {
  return `${Math.round(share * 100)}\u202f%`
}
