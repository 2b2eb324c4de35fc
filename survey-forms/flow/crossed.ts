import { type Instrument, itemsOf, type Quota } from '../instrument.ts'
import { answerCodes, answerType } from '../item-kinds/registry.ts'

/**
 * The cells of a quota that crosses the answers of some items: one for each combination of their codes, in the order
 * written, all with the same limit. Codes of a multiple choice are crossed as ticked.
 * @param items codes of closed items; with none there are no cells
 * @throws {RangeError} for an item that is not there or is open, and for more than 200 combinations
 */
export function crossedCells(
  instrument: Instrument,
  { items, limit }: { items: string[]; limit: number },
): Quota['cells'] {
  const sides = items.map((code) => {
    const item = itemsOf(instrument).find((one) => one.code === code)
    const codes = item ? answerCodes(item, code) : null
    if (!item || !codes) throw new RangeError(`${code} is no closed question of this survey.`)
    const type = answerType(item, code)
    return codes.map((answer) => ({ answer, when: conditionFor(code, answer, type) }))
  })
  const size = sides.reduce((product, side) => product * side.length, 1)
  if (size > mostCells) throw new RangeError(`${size} cells are more than ${mostCells}.`)
  const combinations = sides.reduce<{ answer: string; when: string }[][]>(
    (before, side) => before.flatMap((row) => side.map((one) => [...row, one])),
    [[]],
  )
  if (items.length === 0) return []
  return combinations.map((row, place) => ({
    code: `cell${place + 1}_${row.map((one) => one.answer).join('_')}`.slice(0, 32),
    when: row.map((one) => one.when).join(' && '),
    limit,
  }))
}

/** As many as one quota may have. */
const mostCells = 200

function conditionFor(code: string, answer: string, type: 'text' | 'list' | 'number'): string {
  if (type === 'list') return `"${answer}" in ${code}`
  return type === 'number' ? `${code} == ${answer}` : `${code} == "${answer}"`
}
