import type { Variable } from '../../../server/responses/variable.ts'
import { type FormBody, oneValue } from '../../form-body.ts'
import {
  controlId,
  defineKind,
  emptyAnswer,
  type FieldContext,
  fieldFrame,
  type ParsedItem,
  type Reading,
  shownValues,
  voiceOf,
} from '../../item-kind.ts'
import { dontKnow } from '../number/schema.ts'
import { ratingExamples } from './examples.ts'
import { type Rating, rating, ratingCodes } from './schema.ts'

function parse(item: Rating, body: FormBody, { say }: Reading): ParsedItem {
  const chosen = oneValue(body, item.code)
  const known = [...ratingCodes(item), ...(item.dontKnow ? [dontKnow] : [])]
  if (known.includes(chosen)) return { answers: { [item.code]: chosen }, errors: [], drafts: {} }
  const codes = ratingCodes(item)
  const message = say('choose_rating', { low: codes[0], high: codes.at(-1)! })
  return emptyAnswer({ ...item, isRequired: item.isRequired || chosen !== '' }, message)
}

function view(item: Rating, context: FieldContext) {
  const [chosen] = shownValues(item.code, context)
  const codes = ratingCodes(item)
  const say = voiceOf(context)
  const end = (place: number) => (place === 0 ? item.low : place === codes.length - 1 ? item.high : null)
  return {
    ...fieldFrame(item, context),
    low: item.low,
    high: item.high,
    pointCount: codes.length,
    points: codes.map((code, place) => ({
      id: controlId(item.code, code, place === 0),
      code,
      spoken: end(place) ? say('rating_end', { end: end(place)! }) : null,
      isChosen: chosen === code,
    })),
    dontKnow: item.dontKnow
      ? { id: `${item.code}-${dontKnow}`, code: dontKnow, label: item.dontKnow, isChosen: chosen === dontKnow }
      : null,
  }
}

const measures = { nps: 'How likely they are to recommend', csat: 'How satisfied they are', ces: 'How easy it was' }

/** A rating describes people; it builds personas only where the researcher gave it a facet. */
function variables(item: Rating): Variable[] {
  const codes = ratingCodes(item)
  const label = (code: string, place: number) =>
    place === 0 ? `${code}: ${item.low}` : place === codes.length - 1 ? `${code}: ${item.high}` : code
  return [
    {
      name: item.code,
      label: item.ask,
      kind: 'ordinal',
      role: item.facet ? 'indicator' : 'covariate',
      reason: `${measures[item.measure]}, from ${codes[0]} to ${codes.at(-1)}.`,
      options: [
        ...codes.map((code, place) => ({ code, label: label(code, place) })),
        ...(item.dontKnow ? [{ code: dontKnow, label: item.dontKnow, isNonSubstantive: true }] : []),
      ],
      facet: item.facet,
    },
  ]
}

export const ratingKind = defineKind<typeof rating>({
  kind: 'rating',
  name: 'Rating (NPS, CSAT, CES)',
  description: 'Recommendation, satisfaction or effort on the scale that custom has fixed for each.',
  schema: rating,
  examples: ratingExamples,
  part: 'question',
  parse,
  view,
  variables,
  answerKeys: (item) => [item.code],
  answerType: () => 'number',
  codes: (item) => [...ratingCodes(item), ...(item.dontKnow ? [dontKnow] : [])],
})
