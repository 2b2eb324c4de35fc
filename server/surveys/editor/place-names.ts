import { type Instrument, itemsOf } from '../../../survey-forms/instrument.ts'

const properties: Record<string, string> = {
  ask: 'question',
  hint: 'hint',
  label: 'wording',
  detail: 'more about it',
  text: 'text',
  alternative: 'description of the picture',
  unit: 'unit',
  dontKnow: 'wording of “I don’t know”',
  undecided: 'way out',
  low: 'low end',
  high: 'high end',
  best: 'heading of the one end',
  worst: 'heading of the other end',
  left: 'left end',
  right: 'right end',
  image: 'picture',
  facet: 'what it is about',
  isRequired: 'needs an answer',
  isPinned: 'keeps its place',
  isShuffled: 'another order for everybody',
  isOrdered: 'options run along a scale',
  isPartial: 'finer parts may stay empty',
  isPersonal: 'kept for contact alone',
  isCount: 'counts how often',
  offersRefusal: 'offers “Prefer not to say”',
  display: 'shown as',
  least: 'ticks at least',
  most: 'ticks at most',
  places: 'places given',
  steps: 'shown as',
  pointCount: 'points between the words',
  perSet: 'things in a set',
  timesSeen: 'how often each is seen',
  versions: 'versions of the sets',
  total: 'what the parts add up to',
  measure: 'scale',
  minimum: 'smallest number',
  maximum: 'largest number',
  decimals: 'digits after the point',
  precision: 'asks for',
  earliest: 'earliest date',
  latest: 'latest date',
  longest: 'longest answer',
  lines: 'height in lines',
  autocomplete: 'what the browser may fill in',
  field: 'name in the link',
  gives: 'what it gives',
  expression: 'how it is worked out',
  showIf: 'when it is shown',
  carryForward: 'what it takes over',
  options: 'options',
  rows: 'rows',
  points: 'points of the scale',
  purposes: 'purposes',
  arms: 'versions that are drawn',
}

const entries: Record<string, string> = {
  options: 'option',
  rows: 'row',
  points: 'point',
  purposes: 'purpose',
  arms: 'version',
}

/** A property of an item in words; the property itself for one that has none. */
export function propertyName(property: string): string {
  return properties[property] ?? property
}

/** What a text's key (see languages/texts.ts) stands for, as somebody who never saw a key would say it. */
export function textName(instrument: Instrument, key: string): string {
  const [kind = '', code = '', ...rest] = key.split('.')
  switch (kind) {
    case 'title':
      return 'Title'
    case 'thanks':
      return 'Thanks'
    case 'introduction':
      return `Welcome, paragraph ${code}`
    case 'page':
      return `Heading of page ${instrument.pages.findIndex((page) => page.code === code) + 1}`
    case 'screenOut':
      return `Early end ${code}: ${rest[0] === 'title' ? 'heading' : 'text'}`
    case 'quota':
      return `Quota ${code}: ${rest[0] === 'title' ? 'heading' : 'text'} once it is full`
    case 'item':
      return itemTextName(instrument, code, rest)
    default:
      return key
  }
}

function itemTextName(instrument: Instrument, code: string, rest: string[]): string {
  const ask = itemsOf(instrument).find((item) => item.code === code)?.ask ?? code
  const [first = '', inner, last] = rest
  const entry = entries[first]
  if (entry && inner) return `“${ask}”: ${entry} ${inner}${last && last !== 'label' ? `, ${propertyName(last)}` : ''}`
  const part = propertyName(inner && inner !== 'label' ? inner : first)
  return first === 'ask' ? `“${ask}”` : `“${ask}”: ${part}`
}
