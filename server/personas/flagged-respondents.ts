import { runsOf } from '../statistics/careless/runs.ts'
import { responseVariability } from '../statistics/careless/response-variability.ts'
import type { Answers, Variable } from '../responses/variable.ts'

/** Fewer answers than this can well be the same from conviction. */
const fewestAnswers = 8
/** A run of equal answers this long is none of conviction, wherever it stands. */
const longestRun = 12
/** Items of a block that are needed for it to be looked at. */
const fewestItems = 5

/**
 * Who seems to have answered without reading, each with the rule and the value in plain words: the one place that knows. A straight-liner
 * gave one and the same answer to every item of each block of scale items they answered (at least eight items in all), or to
 * twelve items of one block in a row. A flag never removes anybody: the analysis is made with and without them.
 * @param rows answers of the people of the analysis
 * @returns reason by position in `rows`; reversed items are taken as they were answered
 * Source: Curran (2016), Journal of Experimental Social Psychology 66, 4–19, for runs and variability as indices.
 */
export function flaggedRespondents(variables: Variable[], rows: Answers[]): Map<number, string> {
  const blocks = scaleBlocks(variables)
  const flagged = new Map<number, string>()
  if (blocks.length === 0) return flagged
  rows.forEach((answers, index) => {
    const reason = straightLine(blocks.map((block) => block.map((item) => positionOf(item, answers))))
    if (reason) flagged.set(index, reason)
  })
  return flagged
}

function straightLine(blocks: number[][]): string | undefined {
  let answered = 0
  let isFlat = true
  for (const answers of blocks) {
    const given = answers.filter((answer) => !Number.isNaN(answer)).length
    const { longest } = runsOf(answers)
    if (longest >= longestRun) return `${longest} equal answers in a row; ${longestRun} are the limit.`
    if (given < 2) continue
    answered += given
    if (responseVariability(answers) > 0) isFlat = false
  }
  return isFlat && answered >= fewestAnswers
    ? `One and the same answer to all ${answered} scale items of a block.`
    : undefined
}

/** Rows of one grid, and scale questions with the very same answers that follow each other. */
function scaleBlocks(variables: Variable[]): Variable[][] {
  const blocks: Variable[][] = []
  let before = ''
  for (const variable of variables) {
    const isScale =
      (variable.kind === 'grid' || variable.kind === 'ordinal') && variable.role === 'indicator' && !variable.tag
    const key = isScale ? `${variable.block ?? ''}|${variable.options.map(({ code }) => code).join('|')}` : ''
    if (key !== '' && key === before) blocks.at(-1)!.push(variable)
    else if (key !== '') blocks.push([variable])
    before = key
  }
  return blocks.filter((block) => block.length >= fewestItems)
}

function positionOf({ name, options }: Variable, answers: Answers): number {
  const place = options.findIndex(({ code, isNonSubstantive }) => code === answers[name] && !isNonSubstantive)
  return place < 0 ? Number.NaN : place
}
