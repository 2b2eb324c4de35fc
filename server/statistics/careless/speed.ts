/** Seconds a page took and how many answers it asked for; a page that was left and resumed has no time. */
export interface PageTime {
  seconds: number | null
  items: number
}

/**
 * Seconds an item, in the middle of a person's items: half of them stood on pages answered faster. One long pause or one page clicked
 * through says nothing, and a page counts by what it asked. NaN without a page that has a time.
 * Source: Huang, Curran, Keeney, Poposki & DeShon (2012), Journal of Business and Psychology 27, 99–114 (2 s an item, by page);
 * its validity: Bowling, Huang, Brower & Bragg (2023), Organizational Research Methods 26, 323–352.
 */
export function secondsAnItem(pages: PageTime[]): number {
  const timed = pages
    .flatMap(({ seconds, items }) => (seconds === null || items === 0 ? [] : [{ pace: seconds / items, items }]))
    .sort((one, other) => one.pace - other.pace)
  const all = timed.reduce((sum, { items }) => sum + items, 0)
  let passed = 0
  for (const { pace, items } of timed) {
    passed += items
    if (passed * 2 >= all) return pace
  }
  return Number.NaN
}
