import type { ColumnStatistics } from './column-statistics.ts'
import { isNonSubstantive } from './missing-answers.ts'

export type Separator = ';' | ','

export interface JoinedColumn {
  separator: Separator
  /** Answers that recur, most frequent first; what people wrote in by hand is left out. */
  options: string[]
}

const mostOptions = 60

/**
 * Recognises a question with several answers in one cell ("DataFrame;Delayed"), as Google Forms and Alchemer write it. Semicolons are
 * believed readily; commas only when the parts recur like options, since prose has commas too.
 * Parts that always stand beside each other belong to one option with a comma in it ("I don't know, someone else does this").
 */
export function recogniseJoined(column: ColumnStatistics): JoinedColumn | undefined {
  return joinedBy(column, ';') ?? joinedBy(column, ',')
}

/** Several codes in one cell without a space, as Qualtrics writes them: 1,2,5. */
const joinedCodes = /^\d{1,3}(,\d{1,3})+$/

/** True for a column of codes where "1,2" is two answers and no decimal number: some cells hold three, all parts are whole. */
export function holdsJoinedCodes(column: ColumnStatistics): boolean {
  if (column.isCapped || column.longAnswers > 0) return false
  const answers = [...column.answers.keys()]
  const isCodes = answers.every((answer) => /^\d{1,3}(,\d{1,3})*$/.test(answer) || isNonSubstantive(answer))
  return (
    isCodes && answers.some((answer) => /^\d{1,3}(,\d{1,3}){2,}$/.test(answer) && !/^\d{1,3}(,\d{3})+$/.test(answer))
  )
}

/** The answers of one cell; known options are found first, longest first, so that options may hold the separator. */
export function splitJoined(cell: string, separator: Separator, options: string[]): string[] {
  if (separator === ',' && joinedCodes.test(cell.trim())) return [...new Set(cell.trim().split(','))]
  const longestFirst = [...options].sort((a, b) => b.length - a.length)
  const found: string[] = []
  let rest = cell.trim()
  while (rest !== '') {
    const option = longestFirst.find(
      (candidate) => rest.startsWith(candidate) && endsPart(rest, candidate.length, separator),
    )
    const end = option?.length ?? endOfPart(rest, separator)
    const part = rest.slice(0, end).trim()
    if (part !== '' && !found.includes(part)) found.push(part)
    rest = rest.slice(end).replace(separator === ';' ? /^\s*;\s*/ : /^\s*,\s*/, '')
  }
  return found
}

function joinedBy(column: ColumnStatistics, separator: Separator): JoinedColumn | undefined {
  const counts = new Map<string, number>()
  const beside = new Map<string, number>()
  let cells = 0
  let joinedCells = 0
  let partsInAll = 0
  for (const [answer, times] of column.answers) {
    const parts = splitJoined(answer, separator, [])
    cells += times
    if (parts.length > 1) joinedCells += times
    partsInAll += parts.length * times
    parts.forEach((part, index) => {
      counts.set(part, (counts.get(part) ?? 0) + times)
      if (index > 0)
        beside.set(`${parts[index - 1]}\u0001${part}`, (beside.get(`${parts[index - 1]}\u0001${part}`) ?? 0) + times)
    })
  }
  if (cells < 20 || joinedCells < (separator === ';' ? 0.05 : 0.15) * cells) return undefined
  if (separator === ',') partsInAll -= mendOptionsWithCommas(counts, beside)
  const least = Math.max(2, 0.01 * cells)
  const options = [...counts].filter(([, count]) => count >= least).sort((a, b) => b[1] - a[1])
  const covered = options.reduce((sum, [, count]) => sum + count, 0)
  const isEnough = separator === ';' ? 0.6 : 0.85
  if (options.length < 2 || options.length > mostOptions || covered < isEnough * partsInAll) return undefined
  // Options of a real list are combined in many ways; a comma inside two or three long answers is not.
  if (
    separator === ',' &&
    (column.answers.size < options.length || averageWords(options.map(([option]) => option)) > 8)
  )
    return undefined
  return { separator, options: options.map(([option]) => option) }
}

/** Joins "I don't know" and "someone else does this for me" when neither is ever seen without the other; returns how many parts fewer that makes. */
function mendOptionsWithCommas(counts: Map<string, number>, beside: Map<string, number>): number {
  let fewer = 0
  for (const [pair, together] of beside) {
    const [first, second] = pair.split('\u0001') as [string, string]
    if (together < 2 || counts.get(first) !== together || counts.get(second) !== together) continue
    counts.delete(first)
    counts.delete(second)
    counts.set(`${first}, ${second}`, together)
    fewer += together
  }
  return fewer
}

function endOfPart(text: string, separator: Separator): number {
  let depth = 0
  for (let index = 0; index < text.length; index++) {
    const character = text[index]
    if (character === '(' || character === '[') depth++
    else if (character === ')' || character === ']') depth = Math.max(0, depth - 1)
    // Commas inside brackets and numbers belong to the option: "(SLURM, PBS)", "10,000".
    else if (character === separator && (separator === ';' || (depth === 0 && text[index + 1] === ' '))) return index
  }
  return text.length
}

function endsPart(text: string, length: number, separator: Separator): boolean {
  return (
    text.length === length || /^\s*$/.test(text.slice(length)) || text.slice(length).trimStart().startsWith(separator)
  )
}

function averageWords(options: string[]): number {
  return options.reduce((sum, option) => sum + option.split(/\s+/).length, 0) / options.length
}
