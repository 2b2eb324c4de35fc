import type { Variable } from '../../../server/responses/variable.ts'
import { type FormBody, oneValue } from '../../form-body.ts'
import {
  defineKind,
  type FieldContext,
  fieldFrame,
  inOrder,
  type ParsedItem,
  type Reading,
  shownValues,
  voiceOf,
} from '../../item-kind.ts'
import { rowKey } from '../agreement-matrix/schema.ts'
import { rankingExamples } from './examples.ts'
import { movedPlaces, moveField } from './moves.ts'
import { placeCount, type Ranking, ranking } from './schema.ts'

/** Each option holds its place, "1" for the first; an option without a place holds null, never "last". */
function parse(item: Ranking, posted: FormBody, { say }: Reading): ParsedItem {
  const count = placeCount(item)
  const moved = movedPlaces(item, posted)
  const body = moved ? { ...posted, ...moved } : posted
  const given = item.options.map((one) => ({
    ...one,
    key: rowKey(item.code, one.code),
    place: oneValue(body, rowKey(item.code, one.code)),
  }))
  const parsed: ParsedItem = { answers: {}, errors: [], drafts: {} }
  const isPlace = (place: string) => /^[1-9]\d?$/.test(place) && Number(place) <= count
  const places = given.map((one) => one.place).filter((place) => place !== '')
  const missing = Array.from({ length: count }, (_, index) => String(index + 1)).filter(
    (place) => !places.includes(place),
  )
  for (const { key, place, label } of given) {
    if (place === '') parsed.answers[key] = null
    else if (!isPlace(place)) parsed.errors.push({ key, message: say('choose_place', { count }), about: label })
    else if (places.filter((one) => one === place).length > 1)
      parsed.errors.push({ key, message: say('place_twice', { place }), about: label })
    else parsed.answers[key] = place
  }
  // A place left out is missing when places must be given, and when a later one was.
  const isGap = places.length > 0 && missing.some((place) => places.some((other) => Number(other) > Number(place)))
  // Whoever moves one thing is not done yet: what is missing is said when they go on.
  if (!moved && parsed.errors.length === 0 && missing.length > 0 && (item.isRequired || isGap)) {
    const first = given.find((one) => one.place === '') ?? given[0]
    delete parsed.answers[first.key]
    parsed.errors.push({ key: first.key, message: say('place_missing', { place: missing[0] }) })
  }
  if (parsed.errors.length > 0)
    for (const { key, place } of given) if (place !== '') parsed.drafts[key] = place.slice(0, 20)
  return parsed
}

function view(item: Ranking, context: FieldContext) {
  const say = voiceOf(context)
  const count = placeCount(item)
  return {
    ...fieldFrame({ ...item, hint: item.hint ?? say('ranking_hint', { count }) }, context),
    noPlace: say('no_place'),
    moveField,
    options: inPlaces(inOrder(item.options, context.order), (one) =>
      Number(shownValues(rowKey(item.code, one.code), context)[0] ?? Number.NaN),
    ).map((one) => {
      const key = rowKey(item.code, one.code)
      const [place] = shownValues(key, context)
      const isPlaced = place !== undefined && place !== ''
      return {
        key,
        label: one.label,
        up: place === '1' ? null : { value: `${key}:up`, name: say('place_up', { option: String(one.label) }) },
        down: isPlaced ? { value: `${key}:down`, name: say('place_down', { option: String(one.label) }) } : null,
        error: context.errors[key] ?? null,
        places: Array.from({ length: count }, (_, index) => ({
          code: String(index + 1),
          isChosen: place === String(index + 1),
        })),
      }
    }),
  }
}

/** Those that have a place first, by it; the others as they were shown. Places given twice leave the order alone. */
function inPlaces<One>(options: One[], placeOf: (one: One) => number): One[] {
  const placed = options.filter((one) => placeOf(one) > 0)
  if (new Set(placed.map(placeOf)).size < placed.length) return options
  return [...placed.sort((a, b) => placeOf(a) - placeOf(b)), ...options.filter((one) => !placed.includes(one))]
}

function variables(item: Ranking): Variable[] {
  const count = placeCount(item)
  return item.options.map(
    (one): Variable => ({
      name: rowKey(item.code, one.code),
      label: `${item.ask} — ${one.label}`,
      kind: 'ordinal',
      role: item.facet ? 'indicator' : 'covariate',
      reason: `A place in a ranking of ${item.options.length}, 1 is first.`,
      options: Array.from({ length: count }, (_, index) => ({ code: String(index + 1), label: `Place ${index + 1}` })),
      block: item.code,
      facet: item.facet,
    }),
  )
}

export const rankingKind = defineKind<typeof ranking>({
  kind: 'ranking',
  name: 'Ranking',
  description:
    'An order of up to a dozen things, or the first few of them, by places to choose or buttons that move them.',
  schema: ranking,
  examples: rankingExamples,
  part: 'question',
  parse,
  view,
  variables,
  answerKeys: (item) => item.options.map((one) => rowKey(item.code, one.code)),
  answerType: () => 'number',
  codes: (item) => Array.from({ length: placeCount(item) }, (_, index) => String(index + 1)),
  entryList: (item) => ({
    property: 'options',
    entries: item.options,
    isShuffled: item.isShuffled,
    carryForward: item.carryForward,
  }),
  work: (item) => placeCount(item),
})
