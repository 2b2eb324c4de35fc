export const delimiters = [',', ';', '\t', '|'] as const
export type Delimiter = (typeof delimiters)[number]

const linesLooked = 60

/**
 * The delimiter of a table, from its beginning: the one that cuts the most lines into the same number of cells, quotation marks
 * respected. One column only (or nothing to go by) gives the comma. A first line `sep=;`, as Excel writes, decides.
 */
export function findDelimiter(beginning: string): Delimiter {
  const declared = /^sep=([,;\t|])\r?\n/.exec(beginning)?.[1]
  if (declared) return declared as Delimiter
  let best: Delimiter = ','
  let bestScore = 0
  for (const delimiter of delimiters) {
    const counts = cellCounts(beginning, delimiter)
    const header = counts[0] ?? 1
    if (header < 2) continue
    const agreeing = counts.filter((count) => count === header).length / counts.length
    // Agreement first; of two that agree alike, the one that cuts more: ';' may sit inside answers, once in every row.
    const score = agreeing * Math.log(1 + header)
    if (score > bestScore) {
      bestScore = score
      best = delimiter
    }
  }
  return best
}

function cellCounts(beginning: string, delimiter: string): number[] {
  const counts: number[] = []
  let cells = 1
  let isQuoted = false
  let isEmptyLine = true
  for (const character of beginning) {
    if (character === '"') isQuoted = !isQuoted
    if (!isQuoted && character === '\n') {
      if (!isEmptyLine) counts.push(cells)
      if (counts.length === linesLooked) return counts
      cells = 1
      isEmptyLine = true
      continue
    }
    isEmptyLine = false
    if (!isQuoted && character === delimiter) cells++
  }
  // The last line may have been cut anywhere: it counts only when it is the only one.
  if (counts.length === 0 && !isEmptyLine) counts.push(cells)
  return counts
}
