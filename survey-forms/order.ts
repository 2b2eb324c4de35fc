import { createHash } from 'node:crypto'

/**
 * The order in which one respondent sees a list: shuffled by the response's seed, pinned entries where they are written.
 * Each entry is sorted by a hash of seed, list and code, so the order of one list says nothing about another's,
 * and adding an entry leaves the others in the order they had.
 * @param seed the response's: a whole number
 * @param list the code of the item the entries belong to
 */
export function shuffledCodes(
  entries: { code: string; isPinned?: boolean }[],
  { seed, list }: { seed: number; list: string },
) {
  const rank = new Map(
    entries.map(({ code }) => [code, createHash('sha256').update(`${seed}/${list}/${code}`).digest('hex')]),
  )
  const movable = entries
    .filter((entry) => !entry.isPinned)
    .sort((a, b) => (rank.get(a.code)! < rank.get(b.code)! ? -1 : 1))
    .map((entry) => entry.code)
  let next = 0
  return entries.map((entry) => (entry.isPinned ? entry.code : movable[next++]))
}
