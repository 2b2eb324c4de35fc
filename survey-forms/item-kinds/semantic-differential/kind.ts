import type { Variable } from '../../../server/responses/variable.ts'
import { type FormBody, oneValue } from '../../form-body.ts'
import {
  controlId,
  defineKind,
  type FieldContext,
  fieldFrame,
  inOrder,
  type ParsedItem,
  type Reading,
  shownValues,
  voiceOf,
} from '../../item-kind.ts'
import { refusalLabel, refused, rowKey } from '../agreement-matrix/schema.ts'
import { semanticDifferentialExamples } from './examples.ts'
import { pointCodes, type SemanticDifferential, semanticDifferential } from './schema.ts'

function parse(item: SemanticDifferential, body: FormBody, { say }: Reading): ParsedItem {
  const parsed: ParsedItem = { answers: {}, errors: [], drafts: {} }
  const known = new Set([...pointCodes(item), ...(item.offersRefusal ? [refused] : [])])
  for (const row of item.rows) {
    const key = rowKey(item.code, row.code)
    const chosen = oneValue(body, key)
    if (known.has(chosen)) parsed.answers[key] = chosen
    else if (chosen === '' && !item.isRequired) parsed.answers[key] = null
    else {
      const message = item.offersRefusal ? say('choose_point_or', { way: say('refusal') }) : say('choose_point')
      parsed.errors.push({ key, message, about: say('this_and_that', { left: row.left, right: row.right }) })
    }
  }
  return parsed
}

function view(item: SemanticDifferential, context: FieldContext) {
  const say = voiceOf(context)
  return {
    ...fieldFrame(item, context),
    rows: inOrder(item.rows, context.order).map((row) => {
      const key = rowKey(item.code, row.code)
      const [chosen] = shownValues(key, context)
      return {
        key,
        left: row.left,
        right: row.right,
        legend: say('from_to', { left: row.left, right: row.right }),
        error: context.errors[key] ?? null,
        pointCount: item.pointCount,
        points: pointCodes(item).map((code, place) => ({
          id: controlId(key, code, place === 0),
          code,
          place: place + 1,
          spoken: say('place_between', { place: place + 1, count: item.pointCount, left: row.left, right: row.right }),
          isChosen: chosen === code,
        })),
        refusal: item.offersRefusal
          ? { id: `${key}-${refused}`, code: refused, label: say('refusal'), isChosen: chosen === refused }
          : null,
      }
    }),
  }
}

/** Options run from left to right: a higher position leans towards the right word. */
function variables(item: SemanticDifferential): Variable[] {
  return item.rows.map((row): Variable => {
    const facet = row.facet ?? item.facet
    return {
      name: rowKey(item.code, row.code),
      label: `${item.ask} — ${row.left} or ${row.right}`,
      kind: 'grid',
      role: facet ? 'indicator' : 'covariate',
      reason: `A pair of opposite words in the survey, ${item.pointCount} places from left to right.`,
      options: [
        ...pointCodes(item).map((code, place) => ({ code, label: placeLabel(row, place + 1, item.pointCount) })),
        ...(item.offersRefusal ? [{ code: refused, label: refusalLabel, isNonSubstantive: true }] : []),
      ],
      block: item.code,
      axis: { left: row.left, right: row.right },
      facet,
    }
  })
}

function placeLabel(row: { left: string; right: string }, place: number, count: number): string {
  if (place === 1) return `1: ${row.left}`
  return place === count ? `${count}: ${row.right}` : String(place)
}

export const semanticDifferentialKind = defineKind<typeof semanticDifferential>({
  kind: 'semantic-differential',
  name: 'Pairs of opposite words',
  description: 'Where something lies between two words, such as warm and cold: the image of a brand or a place.',
  schema: semanticDifferential,
  examples: semanticDifferentialExamples,
  part: 'question',
  parse,
  view,
  variables,
  answerKeys: (item) => item.rows.map((row) => rowKey(item.code, row.code)),
  codes: (item) => [...pointCodes(item), ...(item.offersRefusal ? [refused] : [])],
  entryList: (item) => ({ property: 'rows', entries: item.rows, isShuffled: item.isShuffled }),
  work: (item) => item.rows.length,
})
