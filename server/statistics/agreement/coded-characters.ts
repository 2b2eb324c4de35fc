import type { AgreementTable } from './kappa.ts'

/** A half-open range of code points. */
export interface CodedRange {
  start: number
  end: number
}

/**
 * Two coders' ranges of one code as a table over the characters of a text: [[both not, second only], [first only, both]].
 * Ranges of one coder that overlap count once. The uncoded characters are part of it, and usually most of it: a report says so.
 * @param length of the text, in code points
 */
export function characterTable(first: CodedRange[], second: CodedRange[], length: number): AgreementTable {
  const one = merged(first)
  const other = merged(second)
  const both = sizeOfOverlap(one, other)
  const firstOnly = sizeOf(one) - both
  const secondOnly = sizeOf(other) - both
  return [
    [length - both - firstOnly - secondOnly, secondOnly],
    [firstOnly, both],
  ]
}

function merged(ranges: CodedRange[]): CodedRange[] {
  const result: CodedRange[] = []
  for (const range of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = result.at(-1)
    if (last && range.start <= last.end) last.end = Math.max(last.end, range.end)
    else result.push({ ...range })
  }
  return result
}

function sizeOf(ranges: CodedRange[]): number {
  return ranges.reduce((sum, { start, end }) => sum + end - start, 0)
}

function sizeOfOverlap(one: CodedRange[], other: CodedRange[]): number {
  let overlap = 0
  let at = 0
  for (const { start, end } of one) {
    while (at < other.length && other[at]!.end <= start) at++
    for (let next = at; next < other.length && other[next]!.start < end; next++)
      overlap += Math.min(end, other[next]!.end) - Math.max(start, other[next]!.start)
  }
  return overlap
}
