import { plainWording } from '../files/tables/wording.ts'
import type { HeaderColumn } from '../files/tables/header.ts'
import { orderOfAnswers } from './answer-scales.ts'
import { type BlockColumn, type BlockMember, findBlocks } from './blocks.ts'
import { type ColumnStatistics, numberIn, substantiveAnswers } from './column-statistics.ts'
import { demographicTopic } from './demographics.ts'
import { facetOfQuestion } from './facet-of-question.ts'
import { holdsJoinedCodes, recogniseJoined } from './joined-answers.ts'
import { isNonSubstantive } from './missing-answers.ts'
import { specialColumn } from './special-columns.ts'
import type { Variable, VariableKind, VariableOption, VariableRole } from './variable.ts'

/**
 * Proposes what each column of an export is, from its header and from statistics of all its cells. One variable a column, except that
 * a column with several answers in one cell becomes one variable an answer.
 */
export function proposeColumns(header: HeaderColumn[], statistics: ColumnStatistics[], rows: number): Variable[] {
  const columns = header.map((column, index): BlockColumn & { special: ReturnType<typeof specialColumn> } => {
    const special = specialColumn(column, statistics[index]!, rows)
    return { header: column, statistics: statistics[index]!, special, isQuestion: special === undefined }
  })
  const blocks = findBlocks(columns)
  const topics = topicsOfBlocks(columns, blocks)
  return columns.flatMap((column) => {
    if (column.special) return [{ ...base(column.header), ...column.special, options: [] }]
    const member = blocks.get(column.header.index)
    return member ? [blockVariable(column, member, topics.get(member.block))] : proposeAlone(column)
  })
}

function base(header: HeaderColumn): { name: string; label: string } {
  return { name: header.name, label: header.option ? `${header.question} — ${header.option}` : header.label }
}

/** A block asks about circumstances when its question does, or its ticked answers do (headers may be codes). */
function topicsOfBlocks(columns: BlockColumn[], blocks: Map<number, BlockMember>): Map<string, string | undefined> {
  const answers = new Map<string, string[]>()
  for (const column of columns) {
    const member = blocks.get(column.header.index)
    if (!member) continue
    const known = answers.get(member.block) ?? []
    if (member.kind === 'multiple') known.push(isWordless(member.ticked) ? column.header.label : member.ticked)
    answers.set(member.block, known)
  }
  return new Map([...answers].map(([block, ticked]) => [block, demographicTopic(block, ticked)]))
}

function blockVariable(column: BlockColumn, member: BlockMember, topic: string | undefined): Variable {
  const { header, statistics } = column
  const facet = facetOfQuestion(member.block)
  if (member.kind === 'multiple') {
    const own = isWordless(member.ticked) ? (header.option ?? header.label) : plainWording(member.ticked)
    const question = header.option === undefined ? undefined : header.question
    return {
      name: header.name,
      label: question === undefined ? header.label : `${question} — ${own}`,
      kind: 'multiple',
      ...roleFor(
        topic,
        'indicator',
        'It is one option of a question with several answers: the column holds the option or nothing.',
      ),
      options: [...statistics.answers.keys()].filter((answer) => answer.length <= 300).map(optionOf),
      block: member.block,
      ticked: member.ticked,
      facet,
    }
  }
  const options = [...member.order, ...nonSubstantiveAnswers(statistics)].map(optionOf)
  if (member.kind === 'ranking') {
    const reason = `It is the place, from 1 to ${member.order.length}, that people gave this in a ranking.`
    return {
      ...base(header),
      kind: 'ordinal',
      ...roleFor(topic, 'indicator', reason),
      options,
      block: member.block,
      facet,
    }
  }
  const ends = `from “${member.order[0]}” to “${member.order.at(-1)}”`
  const reason = `It is a row of a grid: its neighbours share the question and the same ${member.order.length} answers, ${ends}.`
  return { ...base(header), kind: 'grid', ...roleFor(topic, 'indicator', reason), options, block: member.block, facet }
}

/** With fewer answers, one that everyone shares says nothing about the question yet. */
const fewestToCallConstant = 5

function proposeAlone(column: BlockColumn): Variable[] {
  const { header, statistics } = column
  const answers = substantiveAnswers(statistics)
  const answered = answers.reduce((sum, [, count]) => sum + count, 0)
  const words = answers.map(([answer]) => answer)
  const topic = demographicTopic(header.label, words.slice(0, 60))
  const propose = (kind: VariableKind, reason: string, order: string[] = []): Variable[] => {
    const options = order.length === 0 ? [] : [...order, ...nonSubstantiveAnswers(statistics)].map(optionOf)
    const role = kind === 'text' ? { role: 'text' as const, reason } : roleFor(topic, 'indicator', reason)
    return [
      {
        ...base(header),
        kind,
        ...role,
        options,
        ...(role.role === 'indicator' ? { facet: facetOfQuestion(header.label) } : {}),
      },
    ]
  }
  const ignore = (reason: string): Variable[] => [
    { ...base(header), kind: 'ignored', role: 'ignored', reason, options: [] },
  ]

  if (answers.length === 0 && statistics.longAnswers === 0)
    return ignore('Nobody gave an answer that takes a position.')
  if (answers.length === 1 && statistics.longAnswers === 0 && statistics.filled >= fewestToCallConstant)
    return oneAnswer(column, words[0]!, topic) ?? ignore('Every answer is the same.')
  if (isNumeric(statistics) && !holdsJoinedCodes(statistics)) return proposeNumber(column, words, propose)

  const joined = isWriteIn(header) ? undefined : recogniseJoined(statistics)
  if (joined) {
    const reason = `People gave several answers in one cell, separated by “${joined.separator}”: each is counted by itself.`
    return joined.options.map((option) => ({
      name: `${header.name} [${option}]`,
      label: `${header.label} — ${plainWording(option)}`,
      kind: 'multiple' as const,
      ...roleFor(topic, 'indicator', reason),
      options: [optionOf(option)],
      block: header.name,
      ticked: option,
      source: { item: header.name, option, separator: joined.separator },
      facet: facetOfQuestion(header.label),
    }))
  }
  const recurring = closedAnswers(column, answers, answered, topic)
  if (recurring) {
    const order = orderOfAnswers(recurring)
    if (!order)
      return propose('nominal', `There are ${recurring.length} different answers without an order.`, recurring)
    const ends = `from “${order.order[0]}” to “${order.order.at(-1)}”`
    return propose(
      'ordinal',
      `There are ${recurring.length} answers in an order (${order.scale}), ${ends}.`,
      order.order,
    )
  }
  const average = Math.max(1, Math.round(statistics.words / statistics.filled))
  return propose(
    'text',
    `Most answers are in people's own words, about ${average} ${average === 1 ? 'word' : 'words'} each.`,
  )
}

/** One answer and blanks: an option that was ticked, where the header offers a choice; otherwise the column says nothing. */
function oneAnswer(column: BlockColumn, answer: string, topic: string | undefined): Variable[] | undefined {
  const { header, statistics } = column
  const offersChoice = header.option !== undefined || /\b(all that apply|select all|check all)\b/i.test(header.label)
  const isOption = offersChoice || header.label.toLowerCase().includes(answer.toLowerCase())
  if (statistics.empty === 0 || !isOption || isNonSubstantive(answer)) return undefined
  const reason = 'It is an option that people ticked: the column holds the option or nothing.'
  const described = roleFor(topic, 'indicator', reason)
  const facet = facetOfQuestion(header.label)
  return [
    {
      ...base(header),
      kind: 'multiple',
      ...described,
      options: [optionOf(answer)],
      block: header.question,
      ticked: answer,
      facet,
    },
  ]
}

function isNumeric(statistics: ColumnStatistics): boolean {
  let others = 0
  for (const [answer, count] of statistics.answers)
    if (isNonSubstantive(answer) && numberIn(answer) === null) others += count
  const substantive = statistics.filled - others
  return substantive > 0 && statistics.numeric >= 0.97 * substantive
}

const mostScalePoints = 11
const countWording =
  /\b(how many|number of|count of|times|visits|orders|purchases|children|years|months|days|hours|employees)\b|years|count$|number$/i

function proposeNumber(
  { header, statistics }: BlockColumn,
  words: string[],
  propose: (kind: VariableKind, reason: string, order?: string[]) => Variable[],
): Variable[] {
  const points = words.filter((word) => numberIn(word) !== null).sort((a, b) => numberIn(a)! - numberIn(b)!)
  const isScale = !statistics.isCapped && points.length <= mostScalePoints && statistics.filled >= 2 * points.length
  if (isScale && points.length === 2)
    return propose('nominal', `There are two answers, ${points[0]} and ${points[1]}.`, points)
  if (isScale)
    return propose(
      'ordinal',
      `There are ${points.length} numbers, ${points[0]} to ${points.at(-1)}, read as steps.`,
      points,
    )
  const isCount = statistics.whole === statistics.numeric && statistics.lowest >= 0 && countWording.test(header.label)
  if (isCount)
    return propose(
      'count',
      `It holds whole numbers from ${statistics.lowest} to ${statistics.highest} and counts something.`,
    )
  return propose('number', `It holds numbers from ${statistics.lowest} to ${statistics.highest}.`)
}

function isWriteIn(header: HeaderColumn): boolean {
  const own = header.option ?? header.label
  return /\b(please (provide|specify|explain|describe|list|elaborate)|write[- ]?in|other word|comments?)\b|_TEXT$|\[other\]$/i.test(
    own,
  )
}

/** The answers of a closed question, most frequent first, or undefined when people wrote what they liked. */
function closedAnswers(
  { header, statistics }: BlockColumn,
  answers: [string, number][],
  answered: number,
  topic: string | undefined,
): string[] | undefined {
  if (statistics.isCapped || statistics.longAnswers > 0.02 * statistics.filled) return undefined
  const distinct = answers.length
  const perAnswer = answered / distinct
  if (isWriteIn(header) && distinct > 3 && perAnswer < 20) return undefined
  if (answered < 10 && distinct > 2 && statistics.words / statistics.filled >= 2) return undefined
  const isClosed =
    (distinct <= 12 && perAnswer >= 2.5) ||
    (distinct <= 60 && perAnswer >= 8) ||
    (topic !== undefined && answered < 20 && statistics.words / statistics.filled <= 3) ||
    (topic !== undefined && distinct <= 250 && perAnswer >= 3 && statistics.words / statistics.filled < 6)
  if (isClosed) return answers.map(([answer]) => answer)
  // A closed question with "Other: …" written into the same cell: a few answers hold nearly everyone.
  const recurring = answers.filter(([, count]) => count >= Math.max(4, 0.02 * answered))
  const covered = recurring.reduce((sum, [, count]) => sum + count, 0)
  const isNearlyAll = recurring.length >= 2 && recurring.length <= 20 && covered >= 0.8 * answered
  return isNearlyAll ? recurring.map(([answer]) => answer) : undefined
}

function roleFor(
  topic: string | undefined,
  otherwise: VariableRole,
  reason: string,
): { role: VariableRole; reason: string } {
  if (topic === undefined) return { role: otherwise, reason }
  return { role: 'covariate', reason: `${reason} It tells ${topic}, which describes personas and never builds them.` }
}

function nonSubstantiveAnswers(statistics: ColumnStatistics): string[] {
  return [...statistics.answers.keys()].filter(isNonSubstantive)
}

function optionOf(answer: string): VariableOption {
  const option: VariableOption = {
    code: answer,
    label: /^-?\d+\.0+$/.test(answer) ? String(Number(answer)) : plainWording(answer),
  }
  if (isNonSubstantive(answer)) option.isNonSubstantive = true
  return option
}

function isWordless(ticked: string): boolean {
  return /^(1|1\.0|yes|y|true|x|checked|selected|ticked|on)$/i.test(ticked)
}
