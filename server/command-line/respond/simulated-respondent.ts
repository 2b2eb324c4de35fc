import { courseItems } from '../../../survey-forms/flow/loops.ts'
import type { Instrument, Item } from '../../../survey-forms/instrument.ts'
import { answerCodes, answerKeys } from '../../../survey-forms/item-kinds/registry.ts'
import { type Random, randomFrom } from '../../statistics/random.ts'
import type { FormField } from './form-of-page.ts'

/** Kinds of people the simulation draws from: each leans to other answers, so that there is something to find. */
const kindsOfPeople = 3
/** How often somebody answers as their kind leans rather than as it comes. */
const consistency = 0.7

export interface SimulatedRespondent {
  /** 0-based; the same respondent always is of the same kind. */
  kind: number
  number: number
  /** Draws for one thing at a time, so that an answer does not depend on the order in which a page shows its questions. */
  drawsFor: (name: string) => Random
}

export function simulatedRespondent(number: number, seed: number): SimulatedRespondent {
  const drawsFor = (name: string) => randomFrom(hashOf(`${seed}/${number}/${name}`))
  return { kind: drawsFor('').integer(kindsOfPeople), number, drawsFor }
}

/** Fields of a page by the item that asks them; a name no item knows belongs to none. */
export function itemsByKey(instrument: Instrument): Map<string, Item> {
  const items = new Map<string, Item>()
  for (const item of courseItems(instrument)) {
    items.set(item.code, item)
    for (const key of answerKeys(item)) items.set(key, item)
  }
  return items
}

/**
 * What this respondent sends for a page: every field that is shown gets an answer its kind of item accepts.
 * @param fields as read from the page, so what is not shown is not answered
 */
export function answersTo(
  fields: FormField[],
  items: ReadonlyMap<string, Item>,
  respondent: SimulatedRespondent,
): [string, string][] {
  const groups = new Map<Item | null, FormField[]>()
  for (const field of fields) {
    // The form's own fields, the trap for robots among them.
    if (field.name.startsWith('_')) continue
    const item = itemOf(field.name, items)
    groups.set(item, [...(groups.get(item) ?? []), field])
  }
  return [...groups].flatMap(([item, own]) => answersOf(item, own, respondent))
}

function itemOf(name: string, items: ReadonlyMap<string, Item>): Item | null {
  for (let end = name.length; end > 0; end--) {
    const item = items.get(name.slice(0, end))
    if (item && (end === name.length || '-_'.includes(name[end]!))) return item
  }
  return null
}

function answersOf(item: Item | null, fields: FormField[], respondent: SimulatedRespondent): [string, string][] {
  switch (item?.kind) {
    case 'consent':
      return fields.flatMap(({ name, values }) => values.map((value): [string, string] => [name, value]))
    case 'multiple-choice':
      return ticks(item, fields, respondent)
    case 'ranking':
      return places(fields, item.places ?? fields.length, respondent)
    case 'constant-sum':
      return parts(fields, item.total, respondent)
    case 'maxdiff':
      return extremes(fields, respondent)
    case 'number':
      return [[item.code, someNumber(item, respondent)]]
    case 'date':
      return someDate(fields, item, respondent)
    case 'email':
      return fields.map(({ name }) => [name, `respondent-${respondent.number}@example.org`])
    default:
      return fields.flatMap((field) => oneAnswer(field, item, respondent))
  }
}

function oneAnswer(
  { name, type, values }: FormField,
  item: Item | null,
  respondent: SimulatedRespondent,
): [string, string][] {
  if (type === 'text')
    return [[name, words(name, respondent).slice(0, item && 'longest' in item ? item.longest : undefined)]]
  if (type === 'checkbox') return respondent.drawsFor(name).next() < 0.5 ? [[name, values[0]!]] : []
  return values.length === 0 ? [] : [[name, leaning(name, asWritten(values, item, name), respondent)]]
}

/** Values in the order of the questionnaire, however this page shuffled them. */
function asWritten(values: string[], item: Item | null, key: string): string[] {
  const codes = (item && answerCodes(item, key)) ?? []
  const place = (value: string) => (codes.includes(value) ? codes.indexOf(value) : codes.length)
  return [...values].sort((one, other) => place(one) - place(other) || (one < other ? -1 : 1))
}

/** The value this kind of person leans to, or any: leaning follows the order of the values, so scales keep theirs. */
function leaning(name: string, values: string[], { kind, drawsFor }: SimulatedRespondent): string {
  const random = drawsFor(name)
  if (random.next() > consistency) return values[random.integer(values.length)]!
  const wanted = randomFrom(hashOf(name) + kind * 7_919).next() * values.length
  const place = Math.round(wanted + random.normal() * 0.12 * values.length - 0.5)
  return values[Math.max(0, Math.min(values.length - 1, place))]!
}

function ticks(
  item: Extract<Item, { kind: 'multiple-choice' }>,
  fields: FormField[],
  respondent: SimulatedRespondent,
): [string, string][] {
  const field = fields.find(({ type }) => type === 'checkbox')
  if (!field) return []
  const alone = new Set(item.options.filter((one) => one.isExclusive || one.isNonSubstantive).map(({ code }) => code))
  const open = field.values.filter((value) => !alone.has(value))
  const most = item.most ?? open.length
  const draw = (value: string) => respondent.drawsFor(`${field.name}/${value}`).next()
  // The surest wishes first, so that a limit drops the weakest.
  const byWish = asWritten(open, item, item.code)
    .map((value) => ({ value, surplus: wish(`${field.name}/${value}`, respondent) - draw(value) }))
    .sort((one, other) => other.surplus - one.surplus)
  const wanted = byWish.filter(({ surplus }) => surplus > 0).length
  const chosen = byWish.slice(0, Math.min(most, Math.max(wanted, item.least ?? 1))).map(({ value }) => value)
  const written = fields.filter(({ type, name }) => type === 'text' && chosen.some((value) => name.includes(value)))
  return [
    ...chosen.map((value): [string, string] => [field.name, value]),
    ...written.map(({ name }): [string, string] => [name, words(name, respondent)]),
  ]
}

/** How likely this kind of person is to want something, between a tenth and nine tenths. */
function wish(name: string, { kind }: SimulatedRespondent): number {
  return 0.1 + 0.8 * randomFrom(hashOf(name) + kind * 7_919).next()
}

function places(fields: FormField[], count: number, respondent: SimulatedRespondent): [string, string][] {
  const order = [...fields]
    .map((field) => ({ field, liking: wish(field.name, respondent) + respondent.drawsFor(field.name).normal() * 0.2 }))
    .sort((one, other) => other.liking - one.liking)
  return order.slice(0, count).map(({ field }, index) => [field.name, String(index + 1)])
}

function parts(shown: FormField[], total: number, respondent: SimulatedRespondent): [string, string][] {
  const fields = [...shown].sort((one, other) => (one.name < other.name ? -1 : 1))
  const shares = fields.map(({ name }) => wish(name, respondent) * (0.5 + respondent.drawsFor(name).next()))
  const sum = shares.reduce((one, other) => one + other, 0)
  const whole = shares.map((share) => Math.floor((share / sum) * total))
  whole[0] = whole[0]! + total - whole.reduce((one, other) => one + other, 0)
  return fields.map(({ name }, index) => [name, String(whole[index])])
}

/** Best and worst of each set: two different things, the names in pairs as the sets stand on the page. */
function extremes(fields: FormField[], respondent: SimulatedRespondent): [string, string][] {
  const bests = fields.filter(({ name }) => name.endsWith('_best'))
  return bests.flatMap(({ name, values }) => {
    const liked = [...values].sort(
      (one, other) => liking(other, name, respondent) - liking(one, name, respondent) || (one < other ? -1 : 1),
    )
    return [
      [name, liked[0]!],
      [`${name.slice(0, -'best'.length)}worst`, liked.at(-1)!],
    ] as [string, string][]
  })
}

function liking(value: string, set: string, respondent: SimulatedRespondent): number {
  const item = set.slice(0, set.lastIndexOf('_s'))
  return wish(`${item}/${value}`, respondent) + 0.3 * randomFrom(hashOf(`${set}${value}${respondent.number}`)).next()
}

function someNumber(item: Extract<Item, { kind: 'number' }>, { drawsFor, kind }: SimulatedRespondent): string {
  const { minimum, maximum, decimals } = item
  const usual = minimum + (maximum - minimum) * Math.min(0.9, (0.1 + 0.2 * kind) * (0.5 + drawsFor(item.code).next()))
  return Math.max(minimum, Math.min(maximum, usual)).toFixed(decimals)
}

function someDate(
  fields: FormField[],
  item: Extract<Item, { kind: 'date' }>,
  { drawsFor }: SimulatedRespondent,
): [string, string][] {
  const from = Date.parse(item.earliest ?? '1990-01-01')
  const to = Date.parse(item.latest ?? '2020-12-31')
  const date = new Date(from + Math.floor(drawsFor(item.code).next() * (to - from)))
  const partOf = (name: string) =>
    name.endsWith('day') ? date.getUTCDate() : name.endsWith('month') ? date.getUTCMonth() + 1 : date.getUTCFullYear()
  return fields.map(({ name }) => [name, String(partOf(name))])
}

const wordsByKind = [
  ['I want it to last and to be repaired.', 'It broke after a year and nobody had the part.'],
  ['I had no time to compare, so I took what a friend has.', 'Finding the right one took too long.'],
  ['The price decided, everything else came later.', 'I always wait for a lower price.'],
]

function words(name: string, { kind, drawsFor, number }: SimulatedRespondent): string {
  const own = wordsByKind[kind]!
  return `${own[drawsFor(name).integer(own.length)]} (simulated, ${number})`
}

/** FNV-1a: the same name leans the same way in every run. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash >>> 0
}
