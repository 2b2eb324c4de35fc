/** Seconds a page took and how many items it asked; a page that was left and resumed has no time. */
export interface PageTime {
  seconds: number | null
  items: number
}

/**
 * Pages answered faster than `secondsPerItem` for each item, over pages with a time.
 * Source: Huang, Curran, Keeney, Poposki & DeShon (2012), Journal of Business and Psychology 27, 99–114 (2 s an item);
 * its validity: Bowling et al. (2023), Organizational Research Methods.
 */
export function fastPages(pages: PageTime[], secondsPerItem = 2): { fast: number; timed: number } {
  const timed = pages.filter((page): page is PageTime & { seconds: number } => page.seconds !== null && page.items > 0)
  return { fast: timed.filter(({ seconds, items }) => seconds < secondsPerItem * items).length, timed: timed.length }
}
