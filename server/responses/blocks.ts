import type { HeaderColumn } from '../files/tables/header.ts'
import { orderOfAnswers } from './answer-scales.ts'
import { type ColumnStatistics, numberIn, substantiveAnswers } from './column-statistics.ts'

/** What a column is because of the columns around it. */
export type BlockMember =
  | { kind: 'multiple'; block: string; ticked: string }
  | { kind: 'grid'; block: string; order: string[]; scale: string }
  | { kind: 'ranking'; block: string; order: string[] }

export interface BlockColumn {
  header: HeaderColumn
  statistics: ColumnStatistics
  /** False for ids, dates and the like, which break no run and join none. */
  isQuestion: boolean
}

/** Finds tick-all-that-apply blocks, grids and rankings; the key is the column's index. */
export function findBlocks(columns: BlockColumn[]): Map<number, BlockMember> {
  const members = new Map<number, BlockMember>()
  for (const group of groupsBySharedQuestion(columns)) addGroup(group, group[0]!.header.question, members)
  for (const run of runsOfDummies(columns, members)) addDummies(run, members)
  for (const run of runsOfNamedOptions(columns, members)) addDummies(run, members)
  for (const run of runsOfOneScale(columns, members)) addGroup(run.columns, run.stem, members)
  return members
}

function groupsBySharedQuestion(columns: BlockColumn[]): BlockColumn[][] {
  const groups = new Map<string, BlockColumn[]>()
  for (const column of columns) {
    if (!column.isQuestion || column.header.option === undefined) continue
    const group = groups.get(column.header.question)
    if (group) group.push(column)
    else groups.set(column.header.question, [column])
  }
  return [...groups.values()].filter((group) => group.length >= 2)
}

function addGroup(group: BlockColumn[], question: string, members: Map<number, BlockMember>): void {
  const ticks = group.map((column) => ({ column, ticked: tickedAnswer(column.statistics) }))
  const ticked = ticks.filter((tick) => tick.ticked !== undefined)
  if (ticked.length >= 2 && ticked.length >= 0.6 * group.length) {
    for (const { column, ticked: answer } of ticked) {
      members.set(column.header.index, { kind: 'multiple', block: question, ticked: answer! })
    }
    return
  }
  const closed = group.filter((column) => !column.statistics.isCapped && column.statistics.longAnswers === 0)
  if (closed.length < 2 || closed.length < 0.6 * group.length) return
  const places = rankingPlaces(closed, question)
  if (places) {
    for (const column of closed) members.set(column.header.index, { kind: 'ranking', block: question, order: places })
    return
  }
  const scale = sharedScale(closed)
  if (!scale) return
  for (const column of closed) members.set(column.header.index, { kind: 'grid', block: question, ...scale })
}

const notTicked =
  /^(not selected|not checked|not ticked|unchecked|unselected|0|0\.0|no|n|false|off|nein|nicht (aus)?gewählt|non|non coché)$/i

/** The one answer that means "ticked", when the column holds nothing else but that, blanks and words for "not ticked". */
export function tickedAnswer(column: ColumnStatistics): string | undefined {
  if (column.isCapped || column.longAnswers > 0 || column.filled === 0) return undefined
  const answers = substantiveAnswers(column).map(([answer]) => answer)
  const on = answers.filter((answer) => !notTicked.test(answer))
  if (on.length !== 1) return undefined
  return answers.length > 1 || column.empty > 0 ? on[0] : undefined
}

function rankingPlaces(group: BlockColumn[], question: string): string[] | undefined {
  const answers = answersOf(group)
  const numbers = answers.map(numberIn)
  const isRun = numbers.every(
    (value) => value !== null && Number.isInteger(value) && value >= 1 && value <= group.length,
  )
  if (!isRun || !/\b(rank|order of (preference|importance)|place)/i.test(question)) return undefined
  return [...answers].sort((a, b) => numberIn(a)! - numberIn(b)!)
}

function sharedScale(group: BlockColumn[]): { order: string[]; scale: string } | undefined {
  const answers = answersOf(group)
  if (answers.length < 3 || answers.length > 11) return undefined
  // A grid shares its scale: most columns show most of the answers.
  const usual = group.filter((column) => substantiveAnswers(column.statistics).length >= answers.length / 2).length
  if (usual < group.length / 2) return undefined
  const numbers = answers.map(numberIn)
  if (numbers.every((value) => value !== null)) {
    return { order: [...answers].sort((a, b) => numberIn(a)! - numberIn(b)!), scale: 'numbers' }
  }
  return orderOfAnswers(answers) ?? undefined
}

function answersOf(group: BlockColumn[]): string[] {
  const answers = new Set<string>()
  for (const column of group) for (const [answer] of substantiveAnswers(column.statistics)) answers.add(answer)
  return [...answers]
}

/** At least three columns of zeros and ones beside each other, each named by what it stands for. */
function runsOfDummies(columns: BlockColumn[], members: Map<number, BlockMember>): BlockColumn[][] {
  const runs: BlockColumn[][] = []
  let run: BlockColumn[] = []
  for (const column of [...columns, undefined]) {
    if (column?.isQuestion && !members.has(column.header.index) && isZeroOne(column.statistics)) run.push(column)
    else {
      if (run.length >= 3) runs.push(run)
      run = []
    }
  }
  return runs
}

function isZeroOne(column: ColumnStatistics): boolean {
  return (
    !column.isCapped &&
    column.numeric === column.filled &&
    column.whole === column.filled &&
    column.lowest === 0 &&
    column.highest === 1
  )
}

/** Columns beside each other whose header is the option itself (Typeform), "Other" included: each holds its option or nothing. */
function runsOfNamedOptions(columns: BlockColumn[], members: Map<number, BlockMember>): BlockColumn[][] {
  const runs: BlockColumn[][] = []
  let run: BlockColumn[] = []
  for (const column of [...columns, undefined]) {
    const ticked = column?.isQuestion && !members.has(column.header.index) ? tickedAnswer(column.statistics) : undefined
    if (column && ticked !== undefined && ticked.toLowerCase() === column.header.label.toLowerCase()) run.push(column)
    else {
      if (run.length >= 2) runs.push(run)
      run = []
    }
  }
  return runs
}

function addDummies(run: BlockColumn[], members: Map<number, BlockMember>): void {
  const block = `${run[0]!.header.name} … ${run.at(-1)!.header.name}`
  for (const column of run) {
    members.set(column.header.index, { kind: 'multiple', block, ticked: tickedAnswer(column.statistics) ?? '1' })
  }
}

const leastSharedWords = 5

/** Columns beside each other that begin with the same words and share their answers: a grid that was written out. */
function runsOfOneScale(columns: BlockColumn[], members: Map<number, BlockMember>) {
  const runs: { columns: BlockColumn[]; stem: string }[] = []
  let run: BlockColumn[] = []
  let stem: string[] = []
  const close = () => {
    if (run.length >= 3) runs.push({ columns: run, stem: stem.join(' ') })
    run = []
    stem = []
  }
  for (const column of columns) {
    if (!column.isQuestion || members.has(column.header.index)) {
      close()
      continue
    }
    const words = column.header.label.split(' ')
    const shared = run.length === 0 ? words : sharedStart(stem, words)
    if (run.length > 0 && shared.length < leastSharedWords) close()
    stem = run.length === 0 ? words : shared
    run.push(column)
  }
  close()
  return runs
}

function sharedStart(a: string[], b: string[]): string[] {
  let length = 0
  while (length < Math.min(a.length, b.length) && a[length] === b[length]) length++
  return a.slice(0, length)
}
